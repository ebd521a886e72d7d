"""Papers: what is printed for a court, as PDF. Made and signed by the media worker alone, which has the libraries for it."""

// Where this page is and for whom: what the document says of the force, and which job the address's fragment names.
//
// The address is `https://<force domain>/officer#<reference>`. Where the address is no force's own (the local system), the query
// names the force, and goes with the page through the sign-in.

// force, issuer, client, scopes; the last three are empty where the page is not registered at an identity provider.
export const known = { ...document.body.dataset };

export const referenceHere = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // a fragment that is no text
  }
};

const named = new URLSearchParams(location.search).get("force");

// What the page is registered under at the identity provider: no fragment, and no query on a force's own domain.
export const home = () => location.origin + location.pathname + (named ? `?force=${encodeURIComponent(named)}` : "");

export const address = (job) => home() + (job ? `#${encodeURIComponent(job)}` : "");

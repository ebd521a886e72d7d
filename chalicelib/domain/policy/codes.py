"""The codes that the program itself knows: a policy gives their wording, never invents or omits one."""

from typing import Final

ELIGIBILITY_QUESTIONS: Final = (
    "adult_or_accompanied",
    "offender_not_present",
    "offender_not_expected",
    "safe_private_place",
    "able_to_speak_freely",
    "device_and_connection",
    "needs_can_be_met",
)
"""Asked of the victim, each worded so that "yes" means EVR is possible (College of Policing, EVR practice page)."""

CHECKLIST: Final = (
    "vna",
    "ppn",
    "da_risk_assessment",
    "safeguarding",
    "referrals",
    "digital_evidence",
    "physical_evidence_booked",
    "statement",
    "witnesses",
    "lines_of_enquiry",
)
"""What an attending officer would do, and so is answered for after a call; a force may add its own."""

RECEIVERS: Final = ("patrol", "neighbourhood")
"""The teams a review can pass an investigation to; a force may add its own (College of Policing, EVR practice page)."""

TEMPLATES: Final = ("link_sms", "link_email_subject", "link_email_body")
"""The texts that are sent to a victim."""

PLACEHOLDERS: Final = ("force", "reference", "link")
"""All that a text may name: nothing about a person."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday()`."""

REST: Final = "rest"
"""The day of a roster pattern on which a team has no shift."""

ANY_TYPE: Final = "*"
"""Stands for every incident type in `checklist_required`."""

CHECK_BY_CALLING: Final = "101"
"""The police's number for what is no emergency, by which a victim checks that a text is genuine."""

SMS_PROVIDERS: Final = ("end_user_messaging", "notify", "sns")
"""AWS End User Messaging; GOV.UK Notify; Amazon SNS, which the emulator has and which tells nothing of what became of a text."""

EMAIL_PROVIDERS: Final = ("ses", "notify")
"""Amazon SES; GOV.UK Notify."""

MOST_PARTS: Final = 2
"""A text is at most so many parts long: more cost more, and some phones show them one by one."""

TOKEN_LETTERS: Final = 22
"""Of a link's token (`store/personal.py`; a test holds them together)."""

LONGEST_REFERENCE: Final = 64
"""Of an incident (`words.Reference`)."""

CHAT_PLATFORMS: Final = ("slack", "teams")
"""Where officers may work; a force uses one or none."""

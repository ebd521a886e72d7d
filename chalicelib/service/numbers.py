"""Telephone numbers that a text can be sent to: British first, foreign mobiles too; landlines and premium numbers not."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"[+(\d\s][\d\s()./+-]{4,39}\Z")
#: Ranges that the library does not know (yet), among them Ofcom's numbers for drama. 070 and 076 it knows: no mobiles.
_BRITISH_MOBILE = re.compile(r"\+447[1-57-9]\d{8}\Z")


class NoTexts(Exception):
    """No text can be sent there. `code` is a refusal's; nothing here says what the number was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mobile(written: str) -> str:
    """The number as providers want it, +447700900123; one without its country is British. Raises NoTexts."""
    import phonenumbers as library  # 23 ms: only when a number is looked at

    if not _WRITTEN.match(written):
        raise NoTexts("number_invalid")
    try:
        number = library.parse(written, "GB")
    except library.NumberParseException:
        raise NoTexts("number_invalid") from None
    whole = library.format_number(number, library.PhoneNumberFormat.E164)
    code = None if _BRITISH_MOBILE.match(whole) else _KINDS.get(library.PhoneNumberType.to_string(library.number_type(number)))
    if code:
        raise NoTexts(code)
    return whole


#: The library's kinds of number, but for those that take a text: MOBILE, FIXED_LINE_OR_MOBILE.
_KINDS = {
    "FIXED_LINE": "number_landline",
    "PREMIUM_RATE": "number_premium",
    "SHARED_COST": "number_premium",
    "PERSONAL_NUMBER": "number_premium",  # 070: follows its owner, at the price of a premium number
    "TOLL_FREE": "number_no_texts",
    "VOIP": "number_no_texts",
    "PAGER": "number_no_texts",
    "UAN": "number_no_texts",  # 03: one number for a whole organisation
    "VOICEMAIL": "number_no_texts",
    "UNKNOWN": "number_invalid",
}

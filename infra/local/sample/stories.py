"""What is reported in a day, in the proportions of a county: what happened, the assessment behind the grade, what became of it."""

from __future__ import annotations

from typing import NamedTuple


class Story(NamedTuple):
    """One kind of report. `done`: what the officer ticks off after the call; the rest was not needed."""

    type: str
    summary: str
    thrive: dict[str, str]
    flags: tuple[str, ...] = ()
    done: tuple[str, ...] = ("vna", "safeguarding", "statement")
    record: str = "Account taken on video and signed. No line of enquiry left that would be proportionate."


_LOW = {"threat": "none known", "harm": "low, loss or damage only", "risk": "unlikely to happen again soon"}
_FEAR = {"threat": "known person, not present", "harm": "distress", "risk": "may happen again", "engagement": "wants to talk"}
_HOME = {
    "threat": "former partner, not at the address and not expected",
    "harm": "frightened, no injury",
    "risk": "has happened before",
    "vulnerability": "asked and answered",
}
_FOOTAGE = ("vna", "safeguarding", "statement", "digital_evidence", "lines_of_enquiry")
_DA = ("vna", "ppn", "da_risk_assessment", "safeguarding", "referrals", "statement")

#: Most frequent first; `day.py` takes from it by the share beside each.
STORIES: tuple[tuple[int, Story], ...] = (
    (5, Story("theft", "Bicycle taken from outside a supermarket; lock cut.", _LOW)),
    (4, Story("theft", "Purse taken from a bag in a café; card used once since.", _LOW, done=_FOOTAGE)),
    (3, Story("theft_from_vehicle", "Window of a parked van broken overnight; tools gone.", _LOW, done=_FOOTAGE)),
    (2, Story("theft_of_vehicle", "Moped gone from a shared yard between 22:00 and 06:00.", _LOW)),
    (2, Story("shoplifting", "Shop reports repeated thefts by the same two people; footage kept.", _LOW, done=_FOOTAGE)),
    (6, Story("criminal_damage", "Fence panels kicked in overnight; neighbour has a doorbell camera.", _LOW, done=_FOOTAGE)),
    (4, Story("criminal_damage", "Paint thrown over a parked car; second time this month.", _LOW, ("repeat_victim",))),
    (4, Story("burglary_dwelling", "Back door forced while away; jewellery missing; nobody at home.", _FEAR, done=_FOOTAGE)),
    (3, Story("burglary_business", "Salon broken into overnight; till drawer taken; footage kept.", _LOW, done=_FOOTAGE)),
    (4, Story("harassment", "Former colleague sends dozens of messages a day and waits outside work.", _FEAR, done=_FOOTAGE)),
    (2, Story("harassment", "Neighbour shouts abuse over the fence most evenings.", _FEAR, ("persistently_targeted",))),
    (3, Story("public_order", "Shouted at and threatened in a car park after a dispute about a space.", _FEAR)),
    (2, Story("public_order", "Group swore at shop staff and threw a bin; nobody hurt.", _LOW, done=_FOOTAGE)),
    (4, Story("fraud", "Paid for a caravan that does not exist; bank has been told.", _LOW, done=_FOOTAGE)),
    (2, Story("fraud", "Caller pretended to be the bank; savings moved. Lives alone.", _FEAR, ("vulnerable",), _FOOTAGE)),
    (4, Story("domestic_abuse", "Former partner sends threatening voice messages; lives elsewhere.", _HOME, (), _DA)),
    (
        3,
        Story("domestic_abuse", "Controls money and phone; has left to stay with family.", _HOME, ("vulnerable", "high_harm"), _DA),
    ),
    (3, Story("assault_without_injury", "Pushed against a wall outside a pub; knows the man by sight.", _FEAR)),
    (2, Story("malicious_communications", "Photos posted with threats by an account under a false name.", _FEAR, (), _FOOTAGE)),
    (2, Story("anti_social_behaviour", "Fireworks through the letter box three evenings running.", _FEAR, ("repeat_victim",))),
    (
        1,
        Story(
            "stalking", "Followed home from work for two weeks; tracker found on the car.", _FEAR, ("high_harm", "vulnerable"), _DA
        ),
    ),
    (1, Story("hate_incident", "Abuse shouted from a car on three mornings at the bus stop.", _FEAR, ("persistently_targeted",))),
    (1, Story("neighbour_dispute", "Dispute about a hedge; threats to come round with a chainsaw.", _FEAR)),
)

#: Grade and type of reports that are none of EVR's: an emergency, another grade, or a type that the policy excludes.
ELSEWHERE: tuple[tuple[int, str, str], ...] = (
    (1, "assault_with_injury", "Fight outside a club, one person unconscious."),
    (1, "domestic_abuse", "Shouting and breaking glass heard through the wall now."),
    (1, "road_collision", "Two cars, driver trapped."),
    (2, "burglary_dwelling", "Somebody is in the garden shed at this moment."),
    (2, "public_order", "Large group arguing on the promenade."),
    (2, "missing_person", "Teenager not home since yesterday evening."),
    (3, "missing_person", "Care home resident overdue from a walk, found before by the harbour."),
    (3, "road_collision", "Lorry clipped a wall and drove on; nobody hurt."),
    (3, "sudden_death", "Expected death at home; the surgery is closed."),
    (4, "theft", "Garden gnome missing since Easter; wants a crime number."),
    (4, "fraud", "Odd text message about a parcel; nothing paid."),
    (4, "anti_social_behaviour", "Football against a garage door."),
)

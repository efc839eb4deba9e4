"""How units stand, as the link reads it off a desk's views."""

from __future__ import annotations

from intake.link.standing import open_parcel, standings
from intake.receipt import Step
from intake.request import RecordReservation


def on_table(desk):
    """Take a unit in up to its container, and give how it stands."""
    desk.open_parcel()
    desk.scan(desk.site.affected())
    desk.until(Step.CONTAINER)
    return stands(desk)


def stands(desk):
    connection = desk.station.look_ups.connection
    parcel = open_parcel(connection)
    assert parcel is not None
    (found,) = standings(connection, desk.station.look_ups.catalogue, parcel)
    return found


def test_a_reservation_counts_for_the_key_it_was_made_for(desk):
    unit = on_table(desk)
    desk.ask(RecordReservation(unit.parcel, unit.unit, unit.key, 3))
    assert (stands(desk).reserved, stands(desk).promised) == (3, (unit.key,))


def test_a_reservation_of_another_key_is_as_good_as_none(desk):
    """The unit was given another serial since: what was reserved is to be released."""
    unit = on_table(desk)
    desk.ask(RecordReservation(unit.parcel, unit.unit, "Maker/ANOTHER", 3))
    assert (stands(desk).reserved, stands(desk).promised) == (None, ("Maker/ANOTHER",))

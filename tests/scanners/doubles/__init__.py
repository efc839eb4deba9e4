"""Guns that talk back, each built from its maker's manual and from nothing of ours.

They sit behind a pseudo-terminal: the station opens one with its real code and cannot tell.
"""

from tests.scanners.doubles.datalogic import Datalogic
from tests.scanners.doubles.denso import Denso
from tests.scanners.doubles.gun import Gun, Sound
from tests.scanners.doubles.honeywell import Honeywell, HoneywellAck
from tests.scanners.doubles.zebra_bel import ZebraBel
from tests.scanners.doubles.zebra_ssi import ZebraSsi

DOUBLES: dict[str, type[Gun]] = {
    "honeywell": Honeywell,
    "honeywell_ack": HoneywellAck,
    "zebra_bel": ZebraBel,
    "zebra_ssi": ZebraSsi,
    "datalogic": Datalogic,
    "denso": Denso,
}
"""By the name the settings give their driver."""

__all__ = [
    "DOUBLES",
    "Datalogic",
    "Denso",
    "Gun",
    "Honeywell",
    "HoneywellAck",
    "Sound",
    "ZebraBel",
    "ZebraSsi",
]

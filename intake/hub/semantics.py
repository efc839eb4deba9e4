"""Semantics: what the contract's groups promise, for whoever implements the other side in another language.

Paths and types say how a call looks; this says what it means. It stands in the OpenAPI document.
"""

from __future__ import annotations

LOG = """\
A station's log goes up, and is held for ever, byte for byte.

**Chain.** The hash of an event is SHA-256 over the 32 bytes of the hash before it, followed by the envelope's
UTF-8 bytes exactly as they were sent. Before a journal's first event stand 32 zero bytes.

**Place.** A position is (station, incarnation, seq). seq counts from 1 without a gap, and goes on when a
restored journal begins a new incarnation. What is held of an incarnation is always a prefix.

**Joining.** A batch joins where the event before its first is held with the hash `prev`. It begins an
incarnation with a StationCreated at seq 1 and 64 zeros, or with a StationRestored whose body names the
incarnation (`before`), `seq` and `hash` it goes on from, where that event is held. Else all of it is refused
with 409: `gap` where what comes before is not held (go on behind `position`), `conflict` where another event
is held there. A StationCreated of a training folder refuses all of it with 403 `training`.

**Each event of a batch that joins**, in order: `exists` where the same bytes are held; `conflict` from the
first on where others are, nothing of which is taken; `rejected` where the envelope is none, is of another
place, has an id another event has, or a kind or version that is not known: held in its place, without effect,
and numbered among the dead letters; else `created`. A batch and what follows from it take effect together or
not at all. Sending the same again changes nothing, whatever became of the answer.

**Envelope.** JSON with at least `seq`, `id` (unique for ever), `v` (version of its kind), `kind`, `at`,
`station`, `incarnation`, `body`, and where it is about one, `parcel` and `unit`. Other members are kept.
"""

ANSWERS = """\
A replacement's key is given to one unit. A unit may have its key while a ReplacementQueued of it stands in
the log, no FactNegated names that event, it is not denied (a HoldResolved `deny`), and no hold is open on it
but PROVISIONAL, which an answer clears, and the DUPLICATE that an earlier `taken` has raised. The first such
unit wins, by the order in which the system took what makes it so. Within a batch only its end counts.

Where the expected returns in force name the claim under the parcel's label, no more of its units are given
one than they expect; others are `beyond_claim`, until a supervisor's release of their hold EXTRA comes up.
A parcel of several claims bears their numbers joined by `+`: each of its replacements takes a place of one of
them, of whichever leaves the other claims under that label most.

What is undone or denied before anybody may be sending it is taken back, and its key goes to the next unit
that was told `taken`. What is leased or sent by then is never taken back, but marked to be made good; so what
is queued in one batch and undone in a later one may have left in between. A later hold stops what is queued.

Numbers of a station's answers grow, also where this system comes back from an older backup of its data (they
are not below the milliseconds since 1970), and become visible in their order: whoever asks
after the last number he has misses none. The last answer about a unit counts; the same is not repeated,
unless the unit's replacement was undone and queued again. `detail` of `taken` is the other station and the
time it was given, with a space between; of `beyond_claim` the claim's number; of `shipped` and `failed` what
the shipper told.
"""

LIVE = """\
While a unit lies on a desk its key may be reserved for it: for 120 seconds by the system's clock, again by
asking again. The epoch grows whenever a key is reserved for another unit, or after a release; the same unit
gets its epoch again. A confirmation counts while its epoch does, also after the time is over, and gives the
key at once as a log would, with a numbered answer. A key that another unit has is answered `taken` under any
epoch. A log needs no reservation and goes before one. Confirmed again, the answer is the same.

Emergencies are told once for each incident and state, in numbers that grow for each site. What is
closed is not raised again by a telling that comes late, and whoever asks afterwards hears of its end alone.
Of a long history a part is told: ask after `last` for the next.
"""

DISPATCH = """\
A lease gives work to one caller for some time, what was given first leased first. Its number fences: an
outcome under another lease than the last changes nothing, also when its time is over and nobody has it; the
same outcome told again is recorded once. What has no outcome when its time is over is leased again under the
same `order`, unless it is not owed any more: so a carrier must take `order` as its idempotency key.

What went out, or may have, and is not owed any more stands in the compensations until an administrator tells
what was done about it: once for each sending, and once more where it was told of a lease without an outcome
that was shipped after all. It is never sent again. What is owed again by then needs no word.
"""

PUBLISHED = """\
A version never changes. `sha256`, `bytes` and `rows` are of the body before any Content-Encoding. Of each
campaign one list is in force, or none; of expected returns the last published version.
"""

GROUPS = {
    "log": LOG,
    "answers": ANSWERS,
    "published": PUBLISHED,
    "live": LIVE,
    "dispatch": DISPATCH,
    "operating": "For whoever runs the system. No station calls these.",
    "open": "For anybody: nothing of a station is told.",
}
"""By the tag of the operations."""

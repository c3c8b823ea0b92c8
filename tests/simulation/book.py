"""The book of edits, the oracle: what people typed, where and when, what they saw before, and what the hub was shown.

It knows nothing of claims, shadows or rules. Values are nearly all typed once only, so a value tells whose it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.simulation.spelling import Meaning, meaning

# The system could not refuse the write, and the hub could not know: the one loss that is left where a system has no
# conditional write.
IN_WINDOW = "written over in the window"
# A record that a look-up found may have been empty there from the beginning.
BLANK_AT_LOOKUP = "emptied before the look-up"
# It may have known no other value of the field.
NOTHING_NEW = "nothing new to the hub"

Place = tuple[str, str]
"""System and record."""


@dataclass
class Edit:
    """What one person typed into one field: None where they emptied it.

    `saw` are the edits whose values that person had before their eyes, then or earlier. `told_at` is the date that
    the system gave the state in which the hub was first shown it, or the time of that, if the date is ahead of it;
    `told_until` is the last moment that a date which was cut may stand for. `excuse` tells why the hub could not know
    of it. `may_be_known`: the process died while it was shown the edit, so it has stored it and need not be shown it
    again, or it has not, and is shown it by the next pull. `found` is what stood there before that the hub was shown,
    or wrote. `is_hub_unaware`: the hub could not be sure of that when it was shown the edit, as after a write without
    an answer, or that the edit was the later one.
    """

    number: int
    place: Place
    person: int
    field: str
    says: Meaning
    at: datetime
    saw: frozenset[int]
    first: bool = False
    is_news: bool | None = None
    told_at: str | None = None
    told_until: str | None = None
    excuse: str | None = None
    may_be_known: bool = False
    found: Meaning = None
    is_hub_unaware: bool = False

    def __str__(self) -> str:
        where = f"{'/'.join(self.place)} {self.field}={self.says!r} at {self.at:%d %H:%M:%S.%f}"
        return f"edit {self.number}: {where}, saw {sorted(self.saw)}, told {self.told_at}, {self.excuse or 'due'}"


@dataclass
class Cell:
    """One field of one record: who has seen what there, what the hub may believe that it holds (nothing, before it was
    told), what it was not shown yet, what it is being shown, and the last edit that it was shown.
    """

    shows: Meaning = None
    known: set[int] = field(default_factory=set)
    beliefs: set[Meaning] = field(default_factory=lambda: {None})
    unseen: list[Edit] = field(default_factory=list)
    offered: Edit | None = None
    claim: Edit | None = None
    is_undated: bool = False
    """The hub has written it, and can't tell whether what an index that lags shows is older than that."""
    dated: datetime | None = None
    """When, by the system's own date: no state of that date or an older one is known to be newer."""


class Book:
    """Written by the systems at the moment when things happen."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.cells: dict[tuple[Place, str], Cell] = defaultdict(Cell)
        self.removed: set[tuple[str, int]] = set()
        self.shown: set[Place] = set()
        # Those besides that were shown to a process which died, and which it has stored or not.
        self.perhaps_shown: set[Place] = set()
        self.tangled: set[int] = set()
        self.farewells: set[int] = set()
        self.decided_on: set[tuple[int, str]] = set()
        self.vague: set[tuple[int, str]] = set()
        self.doubles: Counter[str] = Counter()
        self.violations: list[str] = []
        # So many look-ups of creations were answered by a record of somebody else.
        self.namesakes = 0
        self._answered: list[tuple[tuple[Place, str], Meaning]] = []
        self._offered: list[Cell] = []
        self._looked_up: set[Place] = set()
        # Deleted in the run in which a look-up had just shown them.
        self._removed_unless_it_dies: set[tuple[str, int]] = set()
        self._carried: set[int] = set()

    # What people do.

    def typed(
        self, place: Place, person: int, name: str, value: Any, at: datetime, *, first: bool = False
    ) -> int | None:
        """Somebody typed a value; its number, or None where the field said so already."""
        cell, says = self.cells[place, name], meaning(name, value)
        if cell.shows == says:
            return None
        if cell.shows is not None:
            self._reads(cell, person, name)
        edit = Edit(
            len(self.edits),
            place,
            person,
            name,
            says,
            at,
            frozenset(cell.known),
            first,
            found=cell.unseen[0].found if cell.unseen else cell.shows,
        )
        self.edits.append(edit)
        for earlier in cell.unseen:
            earlier.excuse = "typed over by the same hand"
        cell.unseen = [edit]
        cell.shows = says
        cell.known.add(edit.number)
        return edit.number

    def gone(self, place: Place, why: str) -> None:
        """A record vanished, and with it what the hub was not shown."""
        for (where, _), cell in self.cells.items():
            if where == place:
                for edit in cell.unseen:
                    edit.excuse = why
                cell.unseen = []

    def removed_from(self, place: Place, person: int) -> None:
        """People took the last record of a customer out of a system; whether the hub ever knew of it, the end of the
        run tells where no more than a look-up has shown it.
        """
        known = self._removed_unless_it_dies if place in self._looked_up else self.removed
        if place in self.shown:
            known.add((place[0], person))

    def returned_to(self, system: str, person: int) -> None:
        """The customer is there again."""
        self.removed.discard((system, person))
        self._removed_unless_it_dies.discard((system, person))

    def decided(self, person: int, name: str, says: Meaning, at: datetime) -> int:
        """A steward decided on a value with everything before their eyes that the hub was shown, or a process that died
        had stored; its number.
        """
        about = [edit for edit in self.edits if (edit.person, edit.field) == (person, name)]
        saw = {edit.number for edit in about if edit.told_at is not None or edit.may_be_known}
        edit = Edit(len(self.edits), ("steward", ""), person, name, says, at, frozenset(saw), told_at="decided")
        self.edits.append(edit)
        self.decided_on.add((person, name))
        return edit.number

    def taken_back(self, number: int) -> None:
        """A decision stands no longer, and so supersedes nothing."""
        self.edits[number].excuse = "taken back"

    def stands_again(self, number: int) -> None:
        """A decision that a newer one lay over is in force once more."""
        self.edits[number].excuse = None

    # What the hub does.

    def hub_wrote(
        self,
        place: Place,
        person: int,
        name: str,
        value: Any,
        at: datetime,
        excused_since: datetime | None,
        *,
        lags: bool = False,
    ) -> None:
        """The hub's value stands in a cell now. An edit that it went over is excused where it was made after the hub
        could have read it, and the system could not refuse the write for it. One that a dying process may have stored
        stays due: a conflict has to name it.
        """
        cell, says = self.cells[place, name], meaning(name, value)
        if person not in self.tangled and not self._was_said(person, name, says):
            self.violations.append(f"the hub wrote {name}={says!r} to {'/'.join(place)}, which nobody had said")
        for edit in cell.unseen:
            if cell.shows == says:
                edit.excuse = NOTHING_NEW
            elif excused_since is not None and edit.at >= excused_since:
                edit.excuse = IN_WINDOW
            elif not edit.may_be_known:
                self.violations.append(f"the hub wrote {says!r} over what it should have read before: {edit}")
        cell.unseen = []
        cell.shows = says
        cell.beliefs.add(says)
        cell.is_undated, cell.dated = lags, None
        self._reads(cell, person, name)
        self._carried |= {e.number for e in self.edits if (e.person, e.field, e.says) == (person, name, says)}

    def hub_was_answered(self, place: Place, fields: dict[str, Any], at: datetime | None = None) -> None:
        """The hub knows what became of a write, if it lives to store it."""
        self._answered += [((place, name), meaning(name, value)) for name, value in fields.items()]
        for cell in (self.cells[place, name] for name in fields if at is not None):
            cell.is_undated, cell.dated = False, at if cell.is_undated else None

    def looked_up(self, place: Place) -> None:
        """The hub found a record that it may have made; a field that is empty there says nothing of why it is."""
        self._looked_up |= {place} - self.shown
        self.shown.add(place)
        for (where, _), cell in self.cells.items():
            if where == place:
                for edit in cell.unseen:
                    edit.excuse = BLANK_AT_LOOKUP if edit.says is None else None
                cell.unseen = [edit for edit in cell.unseen if edit.excuse is None]

    def has_surely_seen(self, place: Place) -> bool:
        """Whether the hub knows the record whatever becomes of its process: a look-up is stored at the run's end."""
        return place in self.shown - self._looked_up

    def landing(
        self, place: Place, states: Mapping[str, Any], authors: Mapping[str, int], told_at: datetime | None = None
    ) -> None:
        """The hub is shown a state of a record; whether it lives to store it is not known yet."""
        self.perhaps_shown.add(place)
        for name, value in states.items():
            cell, says = self.cells[place, name], meaning(name, value)
            if cell.offered is not None:
                # Another hub is shown the record while the one that was shown it before stands still.
                self._lost_sight_of(cell.offered)
                cell.offered = None
            edit = self.edits[authors[name]] if name in authors else None
            if edit is not None and edit.excuse == IN_WINDOW and says not in cell.beliefs:
                # What the hub wrote over unseen is heard after all, where an index that lags shows it late.
                cell.offered, edit.is_news = edit, True
                self._offered.append(cell)
            elif edit is not None and edit.excuse in (IN_WINDOW, BLANK_AT_LOOKUP):
                self.vague.add((edit.person, edit.field))
            elif edit is not None and edit.told_at is None and edit.is_news is not False:
                # Also what is gone by now: an index that lags behind shows it once more.
                cell.unseen = [other for other in cell.unseen if other is not edit]
                for later in cell.unseen:
                    later.found = edit.says
                cell.offered = edit
                if edit.is_news is None:
                    edit.is_news = says not in cell.beliefs
                    may_be_old = told_at is not None and cell.dated is not None and told_at <= cell.dated
                    edit.is_hub_unaware = cell.is_undated or may_be_old or cell.beliefs != {edit.found}
                self._offered.append(cell)
            cell.beliefs.add(says)

    def landed(self, place: Place, states: Mapping[str, Any], told_at: str, told_until: str = "") -> None:
        """The hub has stored a state that it was shown."""
        self.shown.add(place)
        for name, value in states.items():
            cell = self.cells[place, name]
            cell.beliefs = {meaning(name, value)}
            edit, cell.offered = cell.offered, None
            if edit is not None and edit.is_news:
                self._hears(edit, told_at, told_until or told_at)
                cell.claim = edit
            elif edit is not None:
                edit.excuse = NOTHING_NEW

    def run_ended(self, *, alive: bool) -> None:
        """What was answered is known from now on; a process that died may have stored it or not."""
        for key, says in self._answered if alive else []:
            self.cells[key].beliefs = {says}
            self.shown.add(key[0])
        if not alive:
            self.shown -= self._looked_up
            self.perhaps_shown |= self._looked_up
        else:
            self.removed |= self._removed_unless_it_dies
        for cell in self._offered:
            if (edit := cell.offered) is not None:
                cell.offered = None
                self._lost_sight_of(edit)
                if edit.excuse is None and not cell.unseen:
                    cell.unseen = [edit]
                elif edit.excuse is None:
                    edit.excuse = "typed over by the same hand"
        self._answered, self._offered, self._looked_up = [], [], set()
        self._removed_unless_it_dies = set()

    def _lost_sight_of(self, edit: Edit) -> None:
        """It was shown to a hub that did not come to the end of it, and has perhaps stored it."""
        edit.may_be_known = True
        self.vague.add((edit.person, edit.field))
        if not edit.is_news:
            edit.excuse = NOTHING_NEW

    def _hears(self, edit: Edit, told_at: str, told_until: str) -> None:
        """What is shown once more was not stored by the process that died, so nobody has decided over it; unless the
        hub has carried it elsewhere by then.
        """
        is_new = edit.told_at is None and edit.may_be_known and edit.number not in self._carried
        for decision in self.edits if is_new else []:
            if decision.told_at == "decided":
                decision.saw -= {edit.number}
        edit.told_at, edit.told_until, edit.excuse = told_at, told_until, None

    def _was_said(self, person: int, name: str, says: Meaning) -> bool:
        """Whether anybody ever said this of the customer, or emptied the field; of a list it is asked of each item."""
        said = [edit.says for edit in self.edits if (edit.person, edit.field) == (person, name)]
        if isinstance(says, frozenset):
            return says <= {item for items in said if isinstance(items, frozenset) for item in items}
        return says in said

    def _reads(self, cell: Cell, person: int, name: str) -> None:
        """Who sees a value has seen what all those said who typed it, and what these had seen."""
        for edit in self.edits:
            if (edit.person, edit.field, edit.says) == (person, name, cell.shows):
                cell.known |= {edit.number} | edit.saw

    @property
    def residual(self) -> Counter[str]:
        """What the hub could not know of, and what it made twice, by the reason."""
        return self.doubles + Counter(edit.excuse for edit in self.edits if edit.excuse is not None)

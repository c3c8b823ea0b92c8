"""The user of somebody whom another site has named: found by its name for them, or made at the first visit.

Invariant: the site's word on the role holds at each visit; a local user of the same name stays a stranger.
"""

from __future__ import annotations

from hub.console.security.oidc import OidcError, Person
from hub.console.security.users import NAME
from hub.store import audit, console_identities, console_sessions, users
from hub.store.transaction import Transaction
from hub.store.users import UserRow
from hub.sync.world import World


def user_of(world: World, person: Person) -> UserRow:
    """The user. Raises `OidcError` where there can be none, or they are shut out."""
    with world.database.begin() as tx:
        user_id = console_identities.find(tx, person.issuer, person.subject)
        user = users.by_id(tx, user_id) if user_id is not None else None
        found = _made(tx, world, person) if user is None else _renewed(tx, world, user, person)
    if found.is_disabled:
        raise OidcError("shut")
    return found


def _made(tx: Transaction, world: World, person: Person) -> UserRow:
    if not NAME.fullmatch(person.name):
        raise OidcError("no_name", "not a user's name")
    if users.by_name(tx, person.name) is not None:
        raise OidcError("taken")
    # Without a password nobody signs in as them but by the site.
    user_id = users.add(tx, person.name, person.role, "", world.now_text())
    console_identities.add(tx, person.issuer, person.subject, user_id)
    facts = {"user": user_id, "role": person.role}
    audit.append(tx, world.now_text(), "console", "user_added", facts, {"name": person.name})
    return _whole(tx, user_id)


def _renewed(tx: Transaction, world: World, user: UserRow, person: Person) -> UserRow:
    if user.role != person.role:
        users.set_role(tx, user.user_id, person.role)
        console_sessions.end_all_of(tx, user.user_id)
        facts = {"user": user.user_id, "role": person.role, "before": user.role}
        audit.append(tx, world.now_text(), "console", "user_role_changed", facts)
    return _whole(tx, user.user_id)


def _whole(tx: Transaction, user_id: int) -> UserRow:
    found = users.by_id(tx, user_id)
    assert found is not None, "it was read or made just now"
    return found

"""`hub secrets`: the key of stored secrets, and which are sealed with it; never a secret itself."""

from __future__ import annotations

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.session import Session
from hub.cli.show.secrets import show_secrets
from hub.steward.sealing import renew_seals, stored_secrets
from hub.store.sealing import made_key


def key(session: Session) -> Answer:
    """A new key, and nothing else on the line, so that it goes into a file as it is."""
    made = made_key()
    return Answer({"key": made}, lambda screen: screen.line(made))


def list_secrets(session: Session) -> Answer:
    """What is stored, and with which key it is sealed."""
    with session.looking() as world:
        found = [one._asdict() for one in stored_secrets(world)]
    return Answer({"secrets": found}, lambda screen: show_secrets(screen, found))


def rotate(session: Session) -> Answer:
    """Alone on the store: a hub that runs knows the keys of its start only."""
    with session.working() as world:
        renewed = renew_seals(world, author())
        name = world.database.seals.name
    told = {"key": name, "renewed": renewed}
    said = {"count": len(renewed), "name": name}
    return Answer(told, lambda screen: screen.told("secrets.rotated", "bold green", **said))

"""Networks and places are shown to those who belong to them."""

import pytest
from sqlalchemy.orm import Session

from logistics.access.rights import Role
from logistics.errors import NotAllowed, NotFound
from logistics.network.places import Place
from logistics.network.queries import network_of, networks_of, places_of
from tests.builders import a_network, a_person


def test_a_driver_sees_the_own_network(session: Session) -> None:
    network = a_network(session)
    assert network_of(session, "test", a_person(session, Role.DRIVER)) is network


def test_nobody_sees_a_network_of_others(session: Session) -> None:
    a_network(session)
    a_network(session, id="other")
    with pytest.raises(NotAllowed):
        network_of(session, "other", a_person(session, Role.COORDINATOR))


def test_an_unknown_network_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        network_of(session, "nowhere", a_person(session, Role.ADMINISTRATOR))


def test_an_administrator_sees_every_network(session: Session) -> None:
    a_network(session, id="test", name="B")
    a_network(session, id="other", name="A")
    seen = networks_of(session, a_person(session, Role.ADMINISTRATOR))
    assert [network.id for network in seen] == ["other", "test"]


def test_others_see_their_own_alone(session: Session) -> None:
    a_network(session)
    a_network(session, id="other")
    assert [network.id for network in networks_of(session, a_person(session, Role.DRIVER))] == ["test"]


def test_places_come_by_name_without_those_no_longer_served(session: Session) -> None:
    a_network(session)
    session.get_one(Place, "test-north").active = False
    assert [place.name for place in places_of(session, "test", a_person(session, Role.DRIVER))] == ["Hub", "South"]

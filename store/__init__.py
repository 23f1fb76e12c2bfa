"""What is remembered: spaces, people, missions and their claims, on SQLite or PostgreSQL."""

from store.engine import StoreError
from store.histories import Event
from store.missions import Loaded
from store.people import Person
from store.rooms import Room
from store.rows import MissionRef, MissionRow
from store.work import Store, Work

__all__ = ["Event", "Loaded", "MissionRef", "MissionRow", "Person", "Room", "Store", "StoreError", "Work"]

"""The PostgreSQL that the store's tests rely on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import drop_database, new_database, postgres_server


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with postgres_server() as url:
        yield url


def ask(url: str, statement: str) -> list[str]:
    """The first column of the answer; of a statement without one, nothing."""
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        answer = [str(row[0]) for row in result] if result.returns_rows else []
    engine.dispose()
    return answer


def tables(url: str) -> list[str]:
    return ask(url, "select tablename from pg_tables where schemaname = 'public'")


def test_the_server_is_a_real_postgresql(base_url):
    assert ask(base_url, "select version()")[0].startswith("PostgreSQL ")


def test_two_new_databases_are_separate(base_url):
    one, other = new_database(base_url), new_database(base_url)
    ask(one, "create table only_here (id integer)")
    assert (tables(one), tables(other)) == (["only_here"], [])


def test_a_new_database_can_be_a_copy_of_another(base_url):
    template = new_database(base_url)
    ask(template, "create table copied (id integer)")
    assert tables(new_database(base_url, template)) == ["copied"]


def test_a_dropped_database_is_gone(base_url):
    url = new_database(base_url)
    drop_database(url)
    assert ask(base_url, f"select 1 from pg_database where datname = '{url.rsplit('/', 1)[1]}'") == []

"""Fails unless the packages installed here are those pinned in pyproject.toml, no more and no fewer."""

import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
Versions = dict[NormalizedName, str]


def main() -> int:
    """Print every difference; 1 if there is one."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    ours = canonicalize_name(project["project"]["name"])
    wrong = differences(pinned(project["tool"]["uv"]["constraint-dependencies"]), installed(but=ours))
    print("\n".join(wrong) or "installed is what is pinned")
    return 1 if wrong else 0


def pinned(lines: list[str]) -> Versions:
    """The version of each package that is meant for this machine, as its marker tells."""
    pins = [Requirement(line) for line in lines]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in here}


def installed(but: NormalizedName) -> Versions:
    """The version of each package in this environment, our own left out."""
    found = {canonicalize_name(package.name): package.version for package in metadata.distributions()}
    return {name: version for name, version in found.items() if name != but}


def differences(pins: Versions, found: Versions) -> list[str]:
    """One sentence for each package that is missing, not pinned, or of another version."""
    return [
        f"{name}: pinned {pins.get(name, 'nowhere')}, installed {found.get(name, 'nowhere')}"
        for name in sorted(pins.keys() | found.keys())
        if pins.get(name) != found.get(name)
    ]


if __name__ == "__main__":
    sys.exit(main())

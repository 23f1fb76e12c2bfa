"""The files in docs/deploy against the program: every variable, path, port and command named there is one of ours."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.config import FROM_FILE, Settings, read_settings
from bot.serve import STOPS_WITHIN
from store.secrets import new_key
from tests.contract.yaml import documents

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "mss.service").read_text(encoding="utf-8")
(COMPOSE,) = documents((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMAGE = f"{PROJECT['project']['name']}:{PROJECT['project']['version']}"
SECRETS = "/run/secrets/"
VALUES = {"store_url": "postgresql://mss@database/mss", "secrets_keys": new_key(), "slack_app_token": "xapp-1"}
"""What is in the secret files whose text matters."""
CLUSTER = documents((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == IMAGE}


def is_a_command(words: list[str]) -> bool:
    """Whether the program takes these words, each option included."""
    command = get_command(app)
    for word in words:
        if word.startswith("--"):
            if word not in {name for option in command.params for name in option.opts}:
                return False
        elif hasattr(command, "commands"):
            command = command.commands[word]
    return not hasattr(command, "commands")


def understood(environment: dict[str, str], folder: Path) -> Settings:
    """The settings that a container's variables come to, with the secret files they name in a folder."""
    there = {name: value.replace(SECRETS, f"{folder}/") for name, value in environment.items()}
    for name, file in there.items():
        if name.endswith(FROM_FILE.upper()):
            Path(file).parent.mkdir(exist_ok=True)
            Path(file).write_text(VALUES.get(Path(file).name, "hidden"), encoding="utf-8")
    return read_settings(environment=there)


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


# the container


def instructions(word: str) -> list[str]:
    return re.findall(rf"^{word} (.+)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)


def variables() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in line.split())


def of_the_image() -> dict[str, str]:
    """The settings that the image brings along, over which a container's own go."""
    return {name: value for name, value in variables().items() if name.startswith("MSS_")}


def port() -> int:
    return int(variables()["MSS_HTTP__BIND"].rpartition(":")[2])


def test_the_image_is_built_from_a_version_that_is_named():
    assert re.match(r"PYTHON=\d+\.\d+\.\d+-", instructions("ARG")[0])
    assert {line.split()[0] for line in instructions("FROM")} == {"python:${PYTHON}"}
    assert re.search(r"pip install --no-cache-dir uv==[\d.]+$", DOCKERFILE, re.MULTILINE)
    assert IMAGE in DOCKERFILE


def test_the_image_holds_every_package_of_ours_and_nothing_else_of_the_checkout():
    copied = [line.split()[0] for line in instructions("COPY") if not line.startswith("--from")]
    files = {"pyproject.toml", PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert set(copied) - files - {"pyproject.toml"} == set(
        PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    )
    assert files <= set(" ".join(instructions("COPY")).split())


def test_the_image_runs_as_nobody_in_particular_and_is_asked_how_it_does():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+:[1-9]\d+$", last, re.MULTILINE)
    assert "pip uninstall" in last
    assert not re.search(r"apt-get|pip install|uv ", last)
    assert instructions("EXPOSE") == [str(port())]
    assert f"http://127.0.0.1:{port()}/healthz" in DOCKERFILE
    assert instructions("ENTRYPOINT") == ['["mss"]']
    assert is_a_command(["serve"])


def test_the_image_keeps_what_it_remembers_in_its_volume_unless_it_is_told_another_place(tmp_path):
    assert understood(of_the_image(), tmp_path).store_url == "sqlite:///mss.db"
    assert instructions("WORKDIR")[-1] == instructions("VOLUME")[0]


# compose


@pytest.mark.parametrize("name", OURS)
def test_a_service_may_do_no_more_than_it_must(name):
    service = OURS[name]
    assert service["read_only"] is True
    assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert is_a_command(service["command"])


@pytest.mark.parametrize("name", OURS)
def test_the_variables_of_a_service_are_settings_and_its_secrets_are_there(name, tmp_path):
    service = OURS[name]
    settings = understood(of_the_image() | service["environment"], tmp_path)
    assert settings.slack
    assert settings.store_url == VALUES["store_url"]
    files = {value for key, value in service["environment"].items() if key.endswith(FROM_FILE.upper())}
    assert files == {SECRETS + secret for secret in service["secrets"]}
    assert set(service["secrets"]) <= COMPOSE["secrets"].keys()


def test_every_secret_is_told_above_and_used():
    used = {secret for service in COMPOSE["services"].values() for secret in service["secrets"]}
    head = (DEPLOY / "compose.yaml").read_text(encoding="utf-8").partition("\nname:")[0]
    assert used == COMPOSE["secrets"].keys()
    assert all(secret in head for secret in used)


def test_the_bot_starts_after_the_upgrade_and_has_time_to_stop():
    bot = OURS["bot"]
    assert bot["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    assert OURS["upgrade"]["command"] == ["db", "upgrade"]
    assert int(bot["stop_grace_period"].removesuffix("s")) > STOPS_WITHIN
    assert bot["ports"] == [f"127.0.0.1:{port()}:{port()}"]


# Kubernetes


def kind(name: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in CLUSTER if each["kind"] == name}


PODS = {name: each["spec"]["template"] for name, each in (kind("Deployment") | kind("Job")).items()}
SETTINGS = kind("ConfigMap")["mss"]["data"]


@pytest.mark.parametrize("name", PODS)
def test_a_pod_may_do_no_more_than_it_must(name):
    pod = PODS[name]["spec"]
    (container,) = pod["containers"]
    assert (container["image"], is_a_command(container["args"])) == (IMAGE, True)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    may = container["securityContext"]
    assert (may["readOnlyRootFilesystem"], may["allowPrivilegeEscalation"], may["capabilities"]) == (
        True,
        False,
        {"drop": ["ALL"]},
    )
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert container["envFrom"] == [{"configMapRef": {"name": "mss"}}]


def test_the_variables_of_the_cluster_are_settings_and_its_secrets_are_told(tmp_path):
    told = {name: value.replace(f"{SECRETS}mss/", SECRETS) for name, value in SETTINGS.items()}
    settings = understood(of_the_image() | told, tmp_path)
    assert settings.slack
    assert settings.discord
    mounts = PODS["mss-web"]["spec"]["containers"][0]["volumeMounts"]
    (place,) = (mount["mountPath"] for mount in mounts if mount["name"] == "secrets")
    files = [Path(value) for name, value in SETTINGS.items() if name.endswith(FROM_FILE.upper())]
    assert {str(file.parent) for file in files} == {place}
    head = (DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8").partition("\napiVersion")[0]
    assert all(file.name in head for file in files)


@pytest.mark.parametrize("name", kind("Deployment"))
def test_a_deployment_is_asked_how_it_does_has_time_to_stop_and_keeps_a_replica(name):
    spec, served = kind("Deployment")[name]["spec"], (ROOT / "bot" / "web.py").read_text(encoding="utf-8")
    (container,) = PODS[name]["spec"]["containers"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert f'"{container[probe]["httpGet"]["path"]}"' in served
    assert container["ports"] == [{"name": "http", "containerPort": int(SETTINGS["MSS_HTTP__BIND"].rpartition(":")[2])}]
    drain = int(SETTINGS["MSS_HTTP__DRAIN"]) if name == "mss-web" else 0
    assert PODS[name]["spec"]["terminationGracePeriodSeconds"] > STOPS_WITHIN + drain
    assert container["args"] == ["serve", "--role", name.removeprefix("mss-")]
    labels, rule = PODS[name]["metadata"]["labels"], kind("PodDisruptionBudget")[name]["spec"]
    assert spec["selector"]["matchLabels"] == rule["selector"]["matchLabels"] == labels
    assert rule["minAvailable"] < spec["replicas"]


def test_the_upgrade_is_a_job_and_requests_reach_the_web_alone():
    (job,) = kind("Job").values()
    assert job["spec"]["template"]["spec"]["containers"][0]["args"] == ["db", "upgrade"]
    labels = PODS["mss-web"]["metadata"]["labels"]
    assert kind("Service")["mss"]["spec"]["selector"] == labels


# systemd


def unit(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", UNIT, re.MULTILINE)


def test_the_unit_starts_the_program_and_gives_it_time_to_stop():
    program, *words = shlex.split(unit("ExecStart")[0])
    assert program.endswith("/mss")
    assert is_a_command([word for word in words if not word.startswith("%")])
    assert int(unit("TimeoutStopSec")[0]) > STOPS_WITHIN


def test_the_unit_lets_the_settings_file_say_where_the_bot_remembers():
    """The environment would win: who moved to PostgreSQL as the docs say would go on with SQLite."""
    assert not unit("Environment")
    assert unit("WorkingDirectory") == [f"/var/lib/{unit('StateDirectory')[0]}"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here to ask")
def test_systemd_understands_the_unit_and_finds_it_shut(tmp_path):
    file = tmp_path / "mss.service"
    file.write_text(UNIT.replace(unit("ExecStart")[0].split()[0], "/bin/true"), encoding="utf-8")
    asked = subprocess.run(["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, "")
    shut = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", file],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert shut.returncode == 0, shut.stdout


# the reader of YAML itself


@pytest.mark.parametrize(
    "text", ["a: 'b'", "a: {b: 1}", "a: |\n  b", "a: b # c", "a: 1\na: 2", "a:\n\t- b", "a: 1\n  b: 2"]
)
def test_what_our_yaml_does_not_have_is_refused(text):
    with pytest.raises(ValueError, match=r"YAML|twice|place"):
        documents(text)


def test_our_yaml_is_read_as_it_is_meant():
    text = 'x: &one\n  a: 1\n  b: ["c", "d"]\n---\ny:\n  - e: f\n    g: true\n  - "h: i"\nz:\n'
    assert documents(text) == [{"x": {"a": 1, "b": ["c", "d"]}}, {"y": [{"e": "f", "g": True}, "h: i"], "z": None}]

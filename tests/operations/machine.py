"""A folder that stands for a bare Debian machine.

Paths such as /etc/samsyn lie below it. A few programs that would change the machine itself are
stood in for: `install` and `systemctl` do there what they do, `sudo` becomes nobody, `apt-get`,
`systemd-sysusers`, `systemd-tmpfiles` and `nginx` only say what they were asked.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("/opt/", "/etc/samsyn", "/etc/systemd/", "/etc/nginx/", "/etc/sysusers.d/",
          "/etc/tmpfiles.d/", "/var/backups/")  # fmt: skip
STOOD_IN_FOR = ("apt-get", "install", "nginx", "sudo", "systemctl", "systemd-sysusers",
                "systemd-tmpfiles")  # fmt: skip
FOLDERS = ("opt", "etc/samsyn", "etc/systemd/system", "etc/nginx/sites-available",
           "etc/nginx/sites-enabled", "etc/sysusers.d", "etc/tmpfiles.d", "var/backups", "bin",
           "run")  # fmt: skip


def moved(text: str, root: Path) -> str:
    """The same with every path below the folder."""
    places = "|".join(map(re.escape, PLACES))
    return re.sub(rf"(?<![\w/.])(?={places})", str(root), text)


def make(root: Path) -> None:
    """Lay the folder out."""
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    for name in STOOD_IN_FOR:
        program = root / "bin" / name
        ours = f"PYTHONPATH={ROOT} exec {sys.executable} -m tests.operations.machine {name}"
        program.write_text(f'#!/bin/sh\n{ours} "$@"\n')
        program.chmod(0o755)


def _install(arguments: list[str], root: Path) -> None:
    """Copy files, with the paths that stand in them moved too; modes, and no owners."""
    mode, files, rest = 0o755, [], iter(arguments)
    for one in rest:
        if one == "-m":
            mode = int(next(rest), 8)
        elif one in {"-g", "-o"}:
            next(rest)
        else:
            files.append(Path(one))
    *sources, target = files
    for source in sources:
        file = target / source.name if target.is_dir() else target
        file.write_text(moved(source.read_text(), root))
        file.chmod(mode)


def _sudo(arguments: list[str]) -> None:
    """Be nobody else: the database takes us for its superuser by the environment."""
    command = [one for one in arguments[2:] if not one.startswith("--preserve-env")]
    os.environ.pop("PYTHONPATH")  # what runs is what is installed
    os.execvp(command[0], command)  # noqa: S606 (no shell is meant)


def _systemctl(arguments: list[str], root: Path) -> None:
    verb, *units = [one for one in arguments if one != "--now"]
    for unit in units:
        if unit in {"nginx.service", "nginx"}:
            continue
        name = unit.removesuffix(".service")
        match verb:
            case "enable" if unit.endswith(".timer"):
                _assert_timer(root, unit)
                _run(root, unit.removesuffix(".timer"))
            case "enable" | "start":
                _start(root, name)
            case "reload":
                _reload(root, name)
            case "stop":
                _stop(root, name)


def _settings(root: Path, unit: str) -> dict[str, list[str]]:
    settings: dict[str, list[str]] = {}
    text = (root / "etc/systemd/system" / unit).read_text()
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            settings.setdefault(key, []).append(value)
    return settings


def _environment(settings: dict[str, list[str]]) -> dict[str, str]:
    # what a service gets of our environment: nothing but where programs are
    given = dict(one.split("=", 1) for one in settings.get("Environment", []))
    return {"PATH": os.environ["PATH"], **given}


def _assert_timer(root: Path, unit: str) -> None:
    timer = _settings(root, unit)
    assert timer["OnCalendar"]
    assert timer["WantedBy"] == ["timers.target"]


def _run(root: Path, name: str) -> None:
    settings = _settings(root, f"{name}.service")
    command = shlex.split(settings["ExecStart"][0])
    done = subprocess.run(command, env=_environment(settings), cwd="/", check=False)
    print(f"{name}: {done.returncode}", flush=True)
    # `portal check` may find the jobs that have not been run yet
    if done.returncode and name != "samsyn-check":
        sys.exit(done.returncode)


def _start(root: Path, name: str) -> None:
    settings = _settings(root, f"{name}.service")
    with (root / "run" / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            shlex.split(settings["ExecStart"][0]), env=_environment(settings), cwd="/",
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (root / "run" / f"{name}.pid").write_text(str(process.pid))


def _reload(root: Path, name: str) -> None:
    settings = _settings(root, f"{name}.service")
    pid = (root / "run" / f"{name}.pid").read_text()
    for line in settings["ExecReload"]:
        command = shlex.split(line.replace("$MAINPID", pid))
        subprocess.run(command, env=_environment(settings), cwd="/", check=True)


def _stop(root: Path, name: str) -> None:
    file = root / "run" / f"{name}.pid"
    if not file.exists():
        return
    pid = int(file.read_text())
    file.unlink()
    os.kill(pid, signal.SIGTERM)
    for _ in range(400):
        if not Path(f"/proc/{pid}").exists() or "zombie" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.1)
    os.killpg(pid, signal.SIGKILL)


def stop_all(root: Path) -> None:
    """End what was started."""
    for file in (root / "run").glob("*.pid"):
        _stop(root, file.stem)


def main(name: str, arguments: list[str], root: Path) -> None:
    """Be one of the programs."""
    match name:
        case "install":
            _install(arguments, root)
        case "sudo":
            _sudo(arguments)
        case "systemctl":
            _systemctl(arguments, root)
        case "nginx" if shutil.which("nginx", path="/usr/sbin:/usr/bin"):
            print("nginx is here: look at the file with it", flush=True)
        case _:
            print(f"({name} {' '.join(arguments)})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:], Path(os.environ["MACHINE"]))

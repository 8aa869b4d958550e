"""Makes the virtual environment and installs locked, hash-checked requirements into it. Standard library only.

    python3 tools/installing.py base|dev

The environment variable VENV names the directory (.venv). A stamp in it holds what was installed, so that the second call
costs a few milliseconds. This file must be readable by old Pythons too, so that they can say what is wanted.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"This needs Python 3.11 or newer; python3 here is {sys.version_info[0]}.{sys.version_info[1]}.\n"
        "If a newer one is installed under another name, name it: make run PYTHON=python3.13"
    )

import hashlib
import importlib.util
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("VENV", ".venv")
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = VENV / "install.log"
WHAT = {"base": "what the site needs", "dev": "what tests and checks need"}
# Everything in base.txt is in dev.txt too, at the same version (make lock writes them together; tests/run checks it).
INCLUDES = {"base": ("base",), "dev": ("base", "dev")}


def requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def wanted(name: str) -> dict[str, str]:
    """What the stamp must say when `name` and all that it includes are installed for this Python."""
    stamp = {part: hashlib.sha256(requirements(part).read_bytes()).hexdigest() for part in INCLUDES[name]}
    return {"python": sys.version, **stamp}


def installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def make_venv(recorded: dict[str, str]) -> None:
    """Makes the environment unless there is one that this Python made and that runs."""
    if recorded.get("python") == sys.version and VENV_PYTHON.exists():
        return
    packages = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    if packages.exists() and VENV_PYTHON.exists():
        said = subprocess.run([VENV_PYTHON, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False).stdout
        if said.strip() == sys.version:
            return
    import venv

    venv.EnvBuilder(clear=True, symlinks=True, with_pip=importlib.util.find_spec("ensurepip") is not None).create(VENV)


def pip() -> list[str]:
    """The command that installs into the environment: its own pip or, where Python came without one for it, the system's."""
    if importlib.util.find_spec("ensurepip"):
        return [str(VENV_PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
    sys.exit("This Python has no pip. On Debian or Ubuntu: apt-get install python3-venv. Then try again.")


def run_pip(name: str) -> int:
    """Runs pip, showing a count instead of its many lines; they are kept in install.log. Returns its exit status."""
    lines = requirements(name).read_text().splitlines()
    total = sum(1 for line in lines if line[:1].isalnum() and "sys_platform == 'win32'" not in line)
    options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command = [*pip(), "install", *options, "-r", str(requirements(name))]
    seen = 0
    on_screen = sys.stdout.isatty()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with LOG.open("w") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process:
        for line in process.stdout or ():
            log.write(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if on_screen:
                    print(f"\r  {seen} of {total} packages", end="", flush=True)
                elif seen % 20 == 0:
                    print(f"  {seen} of {total} packages", flush=True)
            elif line.startswith("Installing collected packages"):
                print(("\r" if on_screen else "") + "  All fetched and checked; unpacking …", flush=True)
    return process.returncode


def install(name: str) -> None:
    """Sees to it that the requirements called `name` are in the environment. Exits with a plain message if that fails."""
    recorded, stamp = installed(), wanted(name)
    if stamp.items() <= recorded.items() and VENV_PYTHON.exists():
        return
    print(f"Installing {WHAT[name]} into {VENV.name}/ (about a minute, once) …", flush=True)
    make_venv(recorded)
    STAMP.unlink(missing_ok=True)  # what is there is in doubt until pip is done
    if run_pip(name):
        print("\n".join(LOG.read_text().splitlines()[-15:]), file=sys.stderr)
        sys.exit(
            f"\nInstalling {WHAT[name]} did not work; the last lines of pip's report are above, all of it is in {LOG.relative_to(ROOT)}.\n"
            "Usually the network or the package registry could not be reached. The same command tries again."
        )
    kept = {part: recorded[part] for part in INCLUDES["dev"] if part in recorded} if name == "base" and recorded.get("python") == sys.version else {}
    STAMP.write_text(json.dumps(kept | stamp))
    print("Installed.", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in WHAT:
        sys.exit("Usage: python3 tools/installing.py base|dev")
    try:
        install(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")

"""Work on what strangers send in, in a process of its own: what it may take, what it knows, how it ends."""

import io
import json
import os
import resource
import sys
import time
from pathlib import Path

import pytest

from anniversary.library import limited


# What the process is given to do; it takes these functions from this file.
def turn_round(data: bytes, *, times: int = 1) -> bytes:
    return data[::-1] * times


def refuse(data: bytes) -> bytes:
    raise limited.Refusal("pages", pages=len(data))


def swell(data: bytes) -> bytes:
    return bytes(limited.MEMORY)


def swell_in_steps(data: bytes) -> bytes:
    kept = [bytes(2**20) for _megabyte in range(limited.MEMORY // 2**20)]
    return kept[0]


def flood(data: bytes) -> bytes:
    for _piece in range(limited.OUTPUT // 2**20 + 1):
        sys.stdout.buffer.write(bytes(2**20))
        sys.stdout.buffer.flush()
    return b""


def break_off(data: bytes) -> bytes:
    os.abort()


def stumble(data: bytes) -> bytes:
    raise KeyError("anything")


def wait(data: bytes) -> bytes:
    time.sleep(60)
    return b""


def tell(data: bytes) -> bytes:
    known = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] for name in ("AS", "CPU", "FSIZE", "CORE")}
    return json.dumps({"environment": sorted(os.environ), "limits": known, "django": "django" in sys.modules, "isolated": sys.flags.isolated}).encode()


@pytest.mark.parametrize("given", [b"abc", io.BytesIO(b"abc")], ids=["bytes", "file"])
def test_it_gives_back_what_the_function_makes_of_it(given):
    assert limited.run(turn_round, given, times=2) == b"cbacba"


def test_a_file_is_read_from_its_beginning():
    given = io.BytesIO(b"abc")
    given.read(2)
    assert limited.run(turn_round, given) == b"cba"


def test_a_refusal_comes_out_as_it_was_raised():
    with pytest.raises(limited.Refusal) as told:
        limited.run(refuse, b"abc")
    assert (told.value.token, told.value.numbers) == ("pages", {"pages": 3})


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know fewer limits")
@pytest.mark.parametrize(("function", "word"), [(swell, "memory"), (swell_in_steps, "memory"), (flood, "code 1"), (break_off, "code -6"), (stumble, "code 1")])
def test_whatever_goes_wrong_in_there_is_a_failure_out_here(function, word):
    with pytest.raises(limited.Failure, match=f"^{word}$"):
        limited.run(function, b"")


def test_whoever_takes_too_long_is_stopped():
    with pytest.raises(limited.Failure, match=r"^time$"):
        limited.run(wait, b"", seconds=1)


def test_whoever_has_no_turn_is_told_and_the_turns_come_back(monkeypatch):
    monkeypatch.setattr(limited, "PATIENCE", 0)
    turns = [limited._turns.acquire() for _turn in range(limited.AT_ONCE)]
    try:
        with pytest.raises(limited.Busy):
            limited.run(refuse, b"abc")
    finally:
        for _turn in turns:
            limited._turns.release()
    for _time in range(limited.AT_ONCE + 1):
        with pytest.raises(limited.Refusal):
            limited.run(refuse, b"abc")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know fewer limits")
def test_it_knows_nothing_of_us_and_has_its_limits(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    told = json.loads(limited.run(tell, b""))
    assert set(told["environment"]) <= {"LC_CTYPE"}  # which Python sets itself
    assert told["limits"] == {"AS": 384 * 2**20, "CPU": 20, "FSIZE": 64 * 2**20, "CORE": 0}
    assert (told["django"], told["isolated"]) == (False, 1)


# --- a system that knows fewer limits -----------------------------------------------------------------------------------
def test_a_limit_that_the_system_does_not_know_is_told_and_the_work_is_done(monkeypatch, capsys):
    set_there = []

    def refuses_memory(number, most):
        if number == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")  # what macOS says
        set_there.append(number)

    monkeypatch.setattr(resource, "setrlimit", refuses_memory)
    monkeypatch.setattr(resource, "getrlimit", lambda number: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    limited.limit()
    assert (capsys.readouterr().err, set_there) == ("without a limit: memory\n", [resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE])


def test_a_limit_of_which_not_even_the_name_is_known_is_told(monkeypatch, capsys):
    monkeypatch.setattr(resource, "setrlimit", lambda number, most: None)
    monkeypatch.delattr(resource, "RLIMIT_AS")
    limited.limit()
    assert capsys.readouterr().err == "without a limit: memory\n"


def test_a_lower_limit_that_is_set_already_is_as_good(monkeypatch, capsys):
    def refuses(number, most):
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuses)
    monkeypatch.setattr(resource, "getrlimit", lambda number: (0, 0))
    limited.limit()
    assert capsys.readouterr().err == ""


def test_a_system_without_limits_says_so(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "resource", None)
    limited.limit()
    assert capsys.readouterr().err == "without a limit: memory, time\n"


def test_the_operator_is_told_once(monkeypatch, caplog):
    monkeypatch.setattr(limited, "_told", set())
    for _time in range(2):
        limited._tell(b"something else\nwithout a limit: memory\n")
    assert [record.getMessage() for record in caplog.records] == [
        "This system does not limit what a process takes: memory. Files that strangers send in are opened without it."
    ]


def test_the_programs_file_stands_where_the_root_is_reckoned_from():
    assert Path(limited.ROOT / "anniversary" / "library" / "limited.py").is_file()

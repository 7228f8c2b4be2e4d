"""Names, passwords and hashes: what fits, what does not, and what a malformed file is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from page.access import AccessError, Hash, line_for, read_users
from tests.support.corpora import ROOT


def test_a_line_fits_its_password_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_text(f"\ufeff# 注释\n\n{line_for('张三', '密码 one')}\n{line_for('b', 'p:q')}\n", "utf-8")
    users = read_users([str(file), "c:x:y"])
    assert users is not None and len(users) == 3
    right = [("张三", "密码 one"), ("b", "p:q"), ("c", "x:y")]
    assert all(users(*pair) for pair in right) and all(users(*pair) for pair in right)  # the second time from memory
    wrong = [("张三", "密码 on"), ("张三", ""), ("b", "密码 one"), ("", ""), ("nobody", "x"), ("c", "x"), ("b:p", "q")]
    assert not any(users(*pair) for pair in wrong)


def test_after_ten_wrong_passwords_a_name_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("page.access.monotonic", lambda: now)
    users = read_users(["a:right", "b:other"])
    assert users is not None and users("b", "other")
    assert not any(users(name, f"{number}") for number in range(10) for name in ("a", "b"))
    assert not users("a", "right")
    assert users("b", "other")  # who has logged in already, a program for instance, is not locked out by others
    now += 61
    assert users("a", "right")
    assert not any(users("a", f"{number}") for number in range(9))
    assert users("a", "right")


def test_a_hash_is_salted_and_holds_no_password() -> None:
    first, second = line_for("a", "geheim"), line_for("a", "geheim")
    assert first != second and "geheim" not in first and first.startswith("a:scrypt$")
    assert Hash.parse(first.partition(":")[2]).fits("geheim")


def test_nobody_given_means_no_login() -> None:
    assert read_users([]) is None


GOOD = line_for("a", "b").partition(":")[2]


@pytest.mark.parametrize(
    "line",
    [
        "a",
        "a:b",
        "a:",
        f":{GOOD}",
        f"a {GOOD}",
        "a:scrypt$1$2$3",
        GOOD.replace("scrypt", "md5"),
        "a:" + GOOD.replace("scrypt", "md5"),
        "a:" + GOOD.replace("$16384$", "$16383$"),
        "a:" + GOOD.replace("$16384$", "$1073741824$"),
        "a:" + GOOD.replace("$8$", "$0$"),
        "a:" + GOOD[:-3] + "!!!",
        "a:" + GOOD + "$x",
    ],
)
def test_a_malformed_line_is_named_by_number_and_not_repeated(tmp_path: Path, line: str) -> None:
    file = tmp_path / "users.txt"
    file.write_text(f"{line_for('ok', 'x')}\n{line}\n", "utf-8")
    with pytest.raises(AccessError) as raised:
        read_users([str(file)])
    said = str(raised.value)
    assert "第 2 行" in said and "--hash-password" in said and GOOD not in said and str(tmp_path) not in said


@pytest.mark.parametrize("value", ["nofile.txt", "a:", ":b", ":", "", "a"])
def test_a_value_that_is_neither_pair_nor_file_is_explained(value: str) -> None:
    with pytest.raises(AccessError, match="用户:口令"):
        read_users([value])


def test_empty_binary_and_repeated_are_errors(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty", tmp_path / "binary"
    empty.write_text("# nobody\n")
    binary.write_bytes(b"\xff\xfe\x00")
    for given in ([str(empty)], [str(binary)], ["a:b", "a:c"]):
        with pytest.raises(AccessError):
            read_users(given)


@pytest.mark.parametrize("name", ["", " ", "a:b", "#a", "a\nb"])
def test_a_name_that_the_file_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(AccessError):
        line_for(name, "x")


def test_the_command_makes_a_line_that_works(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "app.py", "--hash-password", "李四"]
    run = subprocess.run(command, cwd=ROOT, input="口令\n", capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    file = tmp_path / "users.txt"
    file.write_text(run.stdout, "utf-8")
    users = read_users([str(file)])
    assert users is not None and users("李四", "口令") and not users("李四", "口令\n")
    empty = subprocess.run(command, cwd=ROOT, input="", capture_output=True, encoding="utf-8", check=False)
    assert empty.returncode == 1 and "口令是空的" in empty.stderr and "Traceback" not in empty.stderr


def test_a_bad_file_stops_the_start_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_text("a:geheim\n")
    command = [sys.executable, "-X", "utf8", "app.py", "--auth", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 1 and "第 1 行" in run.stderr
    assert "geheim" not in run.stderr and "Traceback" not in run.stderr


def test_a_port_that_there_is_none_of_is_wrong_usage() -> None:
    command = [sys.executable, "app.py", "--port", "99999"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert "1 到 65535 的整数，而不是 99999" in done.stderr and "Traceback" not in done.stderr

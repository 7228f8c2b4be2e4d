"""python run.py [app | test | index | eval | bench | lint] [arguments]: set up what is missing, then do it.

Standard library only, for Linux, macOS and Windows. Makes `.venv` beside this file, installs the pinned
requirements into it (once per change of their files) and runs the command with that Python. Arguments after the
command are handed on: `python run.py app --port 8000`, `python run.py test -k address`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")

PARTLY = 3  # the status of an index without files that could not be read

# command -> (requirement files, whether it needs an index, what is run)
COMMANDS: dict[str, tuple[tuple[str, ...], bool, list[list[str]]]] = {
    "app": (RUNTIME, True, [["app.py"]]),
    "index": (RUNTIME, False, [["-m", "tiaowen", "index"]]),
    "test": (DEVELOPMENT, True, [["-m", "pytest"]]),
    "eval": (DEVELOPMENT, True, [["-m", "eval"]]),
    "bench": (DEVELOPMENT, True, [["-m", "eval.bench"]]),
    "lint": (
        DEVELOPMENT,
        False,
        [["-m", "ruff", "check", "."], ["-m", "ruff", "format", "--check", "."], ["-m", "mypy"]],
    ),
}


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - any Python may be what a user starts this with
        found = ".".join(map(str, sys.version_info[:3]))
        return fail("Python 3.11 或更新的版本", f"Python {found}（{sys.executable}）", "安装新版 Python 后再运行")
    if arguments and arguments[0] in ("-h", "--help", "help"):
        print(
            "用法：python run.py [app | test | index | eval | bench | lint] [参数]\n"
            "  app    （默认）打开网页，http://127.0.0.1:7860；参数 --host --port\n"
            "  test   运行全部测试\n  index  重新建立索引\n  eval   评测\n  bench  测速\n  lint   检查代码"
        )
        return 0
    named = bool(arguments) and not arguments[0].startswith("-")
    command = arguments[0] if named else "app"
    rest = arguments[1:] if named else arguments
    if command not in COMMANDS:
        return fail("、".join(COMMANDS) + " 之一", command, "python run.py --help 查看说明")
    requirements, needs_index, steps = COMMANDS[command]
    status = set_up(requirements)
    if status == 0 and needs_index:
        status = run(["-m", "tiaowen", "index", "--if-stale", *(places(rest) if command == "app" else [])])
        status = 0 if status == PARTLY else status  # said on the terminal; what could be read can be asked about
    for number, step in enumerate(steps, 1):
        if status != 0:
            break
        status = run(step + (rest if number == len(steps) or command != "lint" else []))
    return status


def places(arguments: list[str]) -> list[str]:
    """What the page is told about the places of its index and documents, as the index command takes it.

    The index that is brought up to date is the one that the page opens, made of the same files.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    for option in ("--index", "--added"):
        parser.add_argument(option)
    parser.add_argument("--sources", nargs="+", default=[])
    try:
        given, _ = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return []  # the page says what is wrong with it
    sources = ["--sources", *given.sources] if given.sources else []
    added = ["--added", given.added or str(ROOT / "data" / "added")] if given.added or sources else []
    return [*(["--index", given.index] if given.index else []), *sources, *added]


def set_up(requirements: tuple[str, ...]) -> int:
    """Make the virtual environment and install what it lacks."""
    if not PYTHON.exists():
        print("建立 Python 环境 .venv …", flush=True)
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError) as error:
            return fail("可以建立虚拟环境的 Python", str(error), "安装 python3-venv（Debian/Ubuntu）后再运行")
    files = [ROOT / name for name in (*requirements, "constraints.txt")]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = VENV / f"installed-{len(requirements)}"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return 0
    print("安装依赖（第一次需要几分钟，之后不再安装）…", flush=True)
    install = ["-m", "pip", "install", "--disable-pip-version-check", "-c", str(ROOT / "constraints.txt")]
    for name in requirements:
        install += ["-r", str(ROOT / name)]
    status = run(install)
    if status != 0:
        return fail("全部依赖装好", f"pip 以状态 {status} 结束", "检查上面的信息和网络后再运行；已装好的部分不会丢失")
    stamp.write_text(wanted, "utf-8")
    if requirements == DEVELOPMENT:  # what the page needs is part of it
        runtime = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in (*RUNTIME, "constraints.txt")))
        (VENV / f"installed-{len(RUNTIME)}").write_text(runtime.hexdigest(), "utf-8")
    return 0


def run(arguments: list[str]) -> int:
    """Run the environment's Python in this folder; Ctrl-C ends it and us quietly."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return 130


def fail(expected: str, found: str, todo: str) -> int:
    print(f"需要：{expected}。实际：{found}。请：{todo}。", file=sys.stderr)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be UTF-8
    sys.exit(main(sys.argv[1:]))

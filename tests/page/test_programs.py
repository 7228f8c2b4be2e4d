"""Programs against the real page: the examples of the README, the endpoints, the tools, the login, the line.

Nothing here needs a browser.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from page.access import line_for
from tests.support.browser_tools import ROOT, real_index, serving

pytestmark = pytest.mark.browser

QUESTION = "基层党组织每年至少要组织几次党史学习？"
ANSWER = "每年至少组织1次以党史为主要内容的学习或者主题党日"
REFUSED = "火星上的氧气含量是多少？"
TOOLS = "gradio_api/mcp/"
FIELDS = {
    "id", "question", "status", "answer", "citations", "near", "elapsed_ms", "error", "note", "verdict", "rewritten",
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("programs")
    with serving(real_index(folder), folder / "server.log", "--mcp", "--no-records") as where:
        yield where


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that asks for a login and lets one question wait."""
    folder = tmp_path_factory.mktemp("guarded")
    users = folder / "users.txt"
    users.write_text(f"# 两个人\n{line_for('甲', '口令：一')}\n\n{line_for('b', 'two')}\n", "utf-8")
    options = ("--mcp", "--no-records", "--auth", str(users), "--auth", "c:three:3", "--queue", "1")
    with serving(real_index(folder), folder / "server.log", *options) as where:
        yield where


def examples(file: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)


CLIENTS = [
    (file, code)
    for file in ("README.md", "README.zh.md", "docs/api.md")
    for code in examples(file, "python")
    if "127.0.0.1" in code
]


def test_each_readme_has_a_client_for_every_endpoint_and_the_tools() -> None:
    for file in ("README.md", "README.zh.md"):
        said = "".join(code for name, code in CLIENTS if name == file)
        assert all(f'api_name="/{name}"' in said for name in ("ask", "search", "batch")) and TOOLS in said
    assert [code for name, code in CLIENTS if name == "README.md"] == [
        code for name, code in CLIENTS if name == "README.zh.md"
    ]


@pytest.mark.parametrize(("file", "code"), CLIENTS, ids=[f"{file}-{n}" for n, (file, _) in enumerate(CLIENTS)])
def test_a_documented_client_works_as_it_stands(address: str, file: str, code: str) -> None:
    code = code.replace("http://127.0.0.1:7860", address)
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr.decode()
    said = run.stdout.decode()
    if '"/ask"' in code or TOOLS in code:
        assert "answered" in said and ANSWER in said and "第十九条" in said
    if '"/search"' in code:
        assert "《内蒙古自治区事业单位工作人员考核办法》第" in said
    if '"/batch"' in code:
        assert "年度考核的结果一般分为优秀、合格、基本合格和不合格四个档次" in said and "\nerror " in said
    if TOOLS in code:
        assert "['ask', 'search', 'batch']" in said


@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("curl") is None, reason="needs bash and curl")
def test_the_documented_curl_call_works(address: str) -> None:
    (code,) = examples("docs/api.md", "bash")
    code = code.replace("http://127.0.0.1:7860", address)
    run = subprocess.run(["bash", "-c", code], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert json.dumps(ANSWER).strip('"') in run.stdout.decode() or ANSWER in run.stdout.decode()


def test_the_endpoints_return_the_json_of_the_command_line(address: str) -> None:
    client = Client(address, verbose=False)
    reply = client.predict(QUESTION, [], [], api_name="/ask")
    assert reply.keys() == FIELDS and reply["status"] == "answered" and ANSWER in reply["answer"]
    assert reply["citations"][0]["label"].startswith("第十九条")
    hits = client.predict(QUESTION, 3, [], api_name="/search")
    assert len(hits) == 3
    assert {"document", "label", "cite", "quote", "score", "source", "focus", "why"} <= hits[0].keys()
    with pytest.raises(AppError, match="由字符串组成的数组"):
        client.predict(None, api_name="/batch")
    rows = client.predict([QUESTION, REFUSED, "。"], api_name="/batch")
    assert [row["status"] for row in rows] == ["answered", "refused", "error"]
    assert all(row.keys() == FIELDS for row in rows)


def test_only_the_three_endpoints_are_named(address: str) -> None:
    named = Client(address, verbose=False).view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/ask", "/search", "/batch"}
    assert all(parameter["parameter_name"] for endpoint in named.values() for parameter in endpoint["parameters"])


def test_documents_are_named_by_title(address: str) -> None:
    client = Client(address, verbose=False)
    title = "内蒙古自治区事业单位工作人员考核办法"
    hits = client.predict(QUESTION, 5, [title], api_name="/search")
    assert {hit["document"] for hit in hits} == {title}
    lost = client.predict(QUESTION, [], ["没有这部文件"], api_name="/ask")
    assert lost["status"] == "error" and "没有这部文件" in lost["error"]


async def _with_tools(address: str, use: Any, user: tuple[str, str] | None = None) -> Any:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with (
        httpx.AsyncClient(auth=httpx.BasicAuth(*user) if user else None, timeout=60) as http,
        streamable_http_client(f"{address}/{TOOLS}", http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        return await use(session)


def test_tools_are_the_three_endpoints_with_documented_parameters(address: str) -> None:
    async def use(session: Any) -> Any:
        return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(_with_tools(address, use))}
    assert set(tools) == {"ask", "search", "batch"}
    for tool in tools.values():
        texts = [tool.description, *(value["description"] for value in tool.inputSchema["properties"].values())]
        assert all(re.match("[\u4e00-\u9fff]", text) and re.search("[A-Za-z]{4}", text) for text in texts)
    assert set(tools["ask"].inputSchema["properties"]) == {"question", "history", "documents"}
    assert tools["search"].inputSchema["required"] == ["question"]


def test_a_tool_returns_the_json_of_the_endpoint(address: str) -> None:
    async def use(session: Any) -> Any:
        calls = [
            ("ask", {"question": QUESTION}),
            ("ask", {"question": "由谁负责解释？", "history": [QUESTION]}),
            ("search", {"question": QUESTION, "limit": 2}),
            ("batch", {"questions": [QUESTION, "。"]}),
            ("ask", {"question": "？！"}),
        ]
        return [await session.call_tool(name, arguments) for name, arguments in calls]

    replies = asyncio.run(_with_tools(address, use))
    assert not any(reply.isError for reply in replies)
    asked, followed, found, rows, refused = (json.loads(reply.content[0].text) for reply in replies)
    assert asked.keys() == FIELDS and asked["status"] == "answered" and ANSWER in asked["answer"]
    assert followed["rewritten"] and len(found) == 2
    assert [row["status"] for row in rows] == ["answered", "error"] and refused["status"] == "error"
    same = Client(address, verbose=False).predict(QUESTION, api_name="/ask")
    assert {**asked, "elapsed_ms": 0} == {**same, "elapsed_ms": 0}


BAD_CALLS = [
    ("search", {"question": "", "limit": 3}),
    ("search", {"question": QUESTION, "limit": 0}),
    ("search", {"question": QUESTION, "limit": "x"}),
    ("search", {"question": QUESTION, "documents": ["../../etc/passwd"]}),
    ("batch", {"questions": [1]}),
    ("batch", {"questions": [QUESTION] * 1001}),
    ("batch", {}),
    ("read", {"document": "x"}),
    ("judge", {}),
]


def test_a_tool_called_wrongly_says_why_without_a_path(address: str) -> None:
    async def use(session: Any) -> Any:
        return [await session.call_tool(name, arguments) for name, arguments in BAD_CALLS]

    for reply in asyncio.run(_with_tools(address, use)):
        assert reply.isError and harmless(reply.content[0].text) and len(reply.content[0].text) < 300_000


def test_without_the_option_there_are_no_tools(tmp_path: Path) -> None:
    with serving(real_index(tmp_path), tmp_path / "log", "--no-records") as where:
        assert post(f"{where}/{TOOLS}", b"{}")[0] in (404, 405)


def harmless(text: str) -> bool:
    """Neither a traceback nor a path of this machine."""
    return not re.search(r"Traceback|File \"|site-packages|\.py\b|/(?:tmp|home|root|usr|work)/", text)


def post(url: str, body: bytes, kind: str = "application/json") -> tuple[int, str]:
    request = urllib.request.Request(url, body, {"Content-Type": kind})
    return answered(request)


def answered(request: Any) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def call(data: Any, component: int = 0, name: str = "ask") -> bytes:
    body = {"session_hash": "x", "component_id": component, "fn_name": name, "data": data}
    return json.dumps(body).encode()


WRONG = [
    ("gradio_api/run/ask", b"{"),
    ("gradio_api/run/ask", b"[]"),
    ("gradio_api/run/ask", b'{"data": "x"}'),
    ("gradio_api/run/ask", b'{"data": []}'),
    ("gradio_api/run/ask", b'{"data": [1, 2, 3]}'),
    ("gradio_api/run/ask", b'{"data": [null, {"a": 1}, 5]}'),
    ("gradio_api/run/search", b'{"data": ["x", "y", "z"]}'),
    ("gradio_api/run/search", b'{"data": ["x", 1e99, null]}'),
    ("gradio_api/run/batch", b'{"data": ["x"]}'),
    ("gradio_api/run/batch", b'{"data": [[{}, []]]}'),
    ("gradio_api/run/nothing", b'{"data": []}'),
    ("gradio_api/call/ask", b'{"data": {}}'),
    ("gradio_api/call/v2/nothing", b"{}"),
    ("gradio_api/call/v2/ask", b'{"a": 1}'),
    ("gradio_api/queue/join", b"{}"),
    ("gradio_api/queue/join", b'{"data": [], "fn_index": 99, "session_hash": "x"}'),
    ("gradio_api/component_server/", b"\xff\xfe"),
    ("gradio_api/component_server/", call({}, 99999)),
    ("gradio_api/component_server/", call({}, 0, "__init__")),
    ("gradio_api/process_recording", b"--x"),
    ("login", b"username=a&password=b"),
]


@pytest.mark.parametrize(("path", "body"), WRONG, ids=[f"{path}-{n}" for n, (path, _) in enumerate(WRONG)])
def test_a_wrong_request_gets_no_traceback_and_no_path(address: str, path: str, body: bytes) -> None:
    status, text = post(f"{address}/{path}", body)
    assert harmless(text) and len(text) < 5000
    assert status >= 400 or "error" in text or "login" in path or "event_id" in text


FILES = [
    "/etc/passwd", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", str(ROOT / "app.py"), "app.py",
    "data/sources.json", "./feedback.sqlite", "index/current", "C:/Windows/win.ini", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("route", ["gradio_api/file=", "gradio_api/file/", "static/", "assets/", "svelte/"])
def test_no_file_of_this_machine_is_served(address: str, route: str, name: str) -> None:
    status, text = answered(f"{address}/{route}{name}")
    assert status >= 400 and harmless(text.replace(name, "")) and "root:" not in text


def test_no_file_is_taken_in_to_be_served_to_others(address: str) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.html"\r\n\r\n<script>\r\n--x--\r\n'
    status, text = post(f"{address}/gradio_api/upload", form, "multipart/form-data; boundary=x")
    assert status == 404 and harmless(text)


def test_the_server_fetches_nothing_from_elsewhere(address: str) -> None:
    for route in ("gradio_api/proxy=http://example.com/", "gradio_api/proxy=https://a.hf.space/x"):
        assert answered(f"{address}/{route}")[0] >= 400


def test_the_functions_of_the_page_take_anything(address: str) -> None:
    with urllib.request.urlopen(f"{address}/config") as config:
        component = next(c for c in json.load(config)["components"] if c["type"] == "html")
    names = component["props"]["server_fns"]
    assert {"ask", "read", "judge", "batch_open"} <= set(names)
    odd: list[Any] = [
        None, 1, "x", [], {"turns": [{"q": "\ud800问"}]}, {"turns": [{"q": "问", "scope": [{}]}]}, {"turns": {"q": 1}},
        {"document": "../../etc/passwd", "start": -1, "end": 1e400, "marks": "9" * 5000 + "-" + "9" * 5001},
        {"name": "../../../etc/cron.d/x.csv", "data": "!!!"}, {"name": "a.csv", "data": ""}, {"job": ["x"], "form": {}},
        {"text": "第" * 5000}, {"text": None}, {"form": "../../x", "turns": [{"q": "问？"}]},
    ]  # fmt: skip
    for name in names:
        for data in odd:
            status, text = post(f"{address}/gradio_api/component_server/", call(data, component["id"], name))
            assert status == 200 and harmless(text), (name, data, text[:300])


def test_a_request_that_is_too_large_is_refused_before_it_is_read(address: str) -> None:
    status, text = post(f"{address}/gradio_api/run/ask", b" " * (33 * 1024 * 1024))
    assert status == 413 and "32 MB" in text
    assert Client(address, verbose=False).predict(QUESTION, api_name="/ask")["status"] == "answered"


def test_every_example_of_the_page_is_answered(address: str) -> None:
    from page.texts import EXAMPLES

    questions = [question for _, listed in EXAMPLES for question in listed]
    rows = Client(address, verbose=False).predict(questions, api_name="/batch")
    assert {row["question"]: row["status"] for row in rows} == dict.fromkeys(questions, "answered")


def test_a_stranger_sees_nothing_of_a_guarded_page(guarded: str) -> None:
    for path in ("config", "gradio_api/info", "gradio_api/openapi.json", "gradio_api/mcp/schema"):
        assert answered(f"{guarded}/{path}")[0] == 401
    assert post(f"{guarded}/gradio_api/run/ask", b'{"data": ["x", [], []]}')[0] == 401
    assert post(f"{guarded}/gradio_api/component_server/", call({}))[0] == 401
    assert post(f"{guarded}/{TOOLS}", b"{}")[0] == 401
    assert "考核办法" not in answered(f"{guarded}/")[1]
    with pytest.raises(ValueError, match="Could not login"):
        Client(guarded, verbose=False, auth=("甲", "two"))


@pytest.mark.parametrize("user", [("甲", "口令：一"), ("b", "two"), ("c", "three:3")])
def test_everybody_named_can_log_in(guarded: str, user: tuple[str, str]) -> None:
    client = Client(guarded, verbose=False, auth=user)
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"


def test_tools_of_a_guarded_page_ask_for_the_same_password(guarded: str) -> None:
    async def use(session: Any) -> Any:
        return await session.call_tool("ask", {"question": QUESTION})

    def headers(secret: str) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}

    reply = asyncio.run(_with_tools(guarded, use, ("甲", "口令：一")))
    assert json.loads(reply.content[0].text)["status"] == "answered"
    for wrong in (headers("甲:x"), headers("x"), {"Authorization": "Basic !"}, {"Authorization": "Bearer x"}, {}):
        request = urllib.request.Request(f"{guarded}/{TOOLS}", b"{}", {"Content-Type": "application/json", **wrong})
        assert answered(request)[0] == 401


def test_who_comes_when_the_line_is_full_is_told_so_in_chinese(guarded: str) -> None:
    """One question is answered, one waits, the others are turned away, and nothing is lost afterwards."""
    client = Client(guarded, verbose=False, auth=("b", "two"))
    questions = [f"第{number}个单位年度考核的优秀比例是多少？" for number in range(1, 17)]
    with ThreadPoolExecutor(len(questions)) as pool:
        replies = list(pool.map(lambda question: client.predict(question, api_name="/ask"), questions))
    states = Counter(reply["status"] for reply in replies)
    assert states["error"] and states["error"] < len(questions)
    assert all("现在提问的人太多" in reply["error"] for reply in replies if reply["status"] == "error")
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"
    with ThreadPoolExecutor(24) as pool:
        found = list(pool.map(lambda number: outcome(client, f"{number}年度考核的结果" * 500), range(24)))
    assert any("现在提问的人太多" in text for text in found) and any(text == "found" for text in found)


def outcome(client: Client, question: str) -> str:
    """ "found", or what the error says. A long question is searched for long enough that others come meanwhile."""
    try:
        client.predict(question, api_name="/search")
    except AppError as error:
        return str(error)
    return "found"

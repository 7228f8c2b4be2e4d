"""Small libraries written in a test: versions of one law, copies, and rules that repeal each other."""

from __future__ import annotations

from pathlib import Path

from tiaowen import Assistant, build_index
from tiaowen.encoding.encoder import Encoder

LAW = """# 中华人民共和国农田保护法

{note}

第一条 为了保护农田，制定本法。

第二条 农田的保护期为{years}。保护期内不得改变用途。

第三条 县级人民政府负责农田的登记，登记不收取费用。

第四条 破坏农田的，由县级农业部门责令改正，处一千元以上五千元以下的罚款。

第五条 本法自{start}起施行。
"""
OLD = LAW.format(
    note="2009年8月27日 第十一届全国人民代表大会常务委员会第十次会议通过", years="十五年", start="2010年1月1日"
)
NEW = LAW.format(
    note="2018年12月29日 第十三届全国人民代表大会常务委员会第七次会议修订", years="三十年", start="2019年1月1日"
)
COMING = LAW.format(
    note="2090年3月1日 第二十届全国人民代表大会常务委员会第一次会议修订", years="五十年", start="2091年1月1日"
)
LOCAL = """# 河东省实施《中华人民共和国农田保护法》办法

2020年5月1日 河东省人民代表大会常务委员会第三次会议通过

第一条 根据《中华人民共和国农田保护法》，制定本办法。

第二条 县级人民政府负责农田的登记，
登记不收取费用。

第三条 农田登记应当在三十日内办结。

第四条 本办法自2020年7月1日起施行。1999年5月1日河东省人民政府发布的《河东省农田管理规定》同时废止。
"""
REPEALED = """# 河东省农田管理规定

1999年5月1日 河东省人民政府发布

第一条 农田登记应当在六十日内办结，每亩收取登记费五元。

第二条 农田由乡镇人民政府管理。

第三条 本规定自1999年7月1日起施行。
"""
LIBRARY = {
    "农田保护法(2009-08-27).md": OLD,
    "农田保护法(2018-12-29).md": NEW,
    "农田保护法(2090-03-01).md": COMING,
    "河东省实施农田保护法办法.md": LOCAL,
    "河东省农田管理规定.md": REPEALED,
}


def written(folder: Path, files: dict[str, str]) -> Path:
    """The files in a folder `sources`, which is returned."""
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (sources / name).write_text(text, encoding="utf-8")
    return sources


def assistant_on(folder: Path, files: dict[str, str], encoder: Encoder) -> Assistant:
    build_index([written(folder, files)], folder / "index", encoder)
    return Assistant.load(folder / "index", encoder)

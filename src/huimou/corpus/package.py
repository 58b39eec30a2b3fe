"""The parts of a Word file: a zip of XML, opened so that no trick with either costs time or memory."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from huimou.corpus.items import broken, encrypted
from huimou.errors import CorpusError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the strict variant of the format calls its names, and the usual one.
_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_MOST_XML = 100 * 1024 * 1024


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip of a Word file.

    Raises:
        CorpusError: it has a password, is a .doc under another name, or is no sound zip.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise encrypted(name, "Word 或 WPS")
        raise old_word(name)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise broken(name, "Word", error) from error


def read_part(package: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """The root of an XML part, None if there is no such part. Entities are never expanded.

    Raises:
        CorpusError: the part is too large, has a password or a document type, or is no sound XML.
    """
    try:
        info = package.getinfo(part)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise encrypted(name, "Word 或 WPS")
    try:
        with package.open(info) as file:
            xml = file.read(_MOST_XML + 1)  # the header may lie about the size
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise broken(name, "Word", error) from error
    if len(xml) > _MOST_XML:
        raise CorpusError(
            f"{name} 里的 {part} 解压后超过 {_MOST_XML >> 20} MB，不像一份报告。请重新另存一份再放入。\n"
            f"{part} in {name} unpacks to more than {_MOST_XML >> 20} MB. Save the file again."
        )
    for strict, usual in _NAMESPACES:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(name, "Word", error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise broken(name, "Word", f"{part}: DOCTYPE")
    return root


def main_part(package: zipfile.ZipFile, name: str) -> str:
    """The name of the part that holds the text."""
    relations = read_part(package, "_rels/.rels", name)
    for relation in relations.iterchildren() if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def old_word(name: str) -> CorpusError:
    """The error of a .doc file."""
    return CorpusError(
        f"{name} 是旧的 .doc 格式，读不了。请用 Word 或 WPS 打开，另存为 .docx。\n"
        f"{name} is in the old .doc format. Open it in Word or WPS and save it as .docx."
    )

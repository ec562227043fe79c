"""A body in whatever charset its server names → UTF-8. What the page itself says is `scrapers/page`'s to read."""

import codecs
import re

_KNOWN = re.compile(
    r"(iso-?8859-\d{1,2}|latin-?1|us-ascii|windows-?125\d|cp125\d|koi8-[ru]|shift[_-]jis|euc-(jp|kr)|iso-2022-jp|"
    r"gb2312|gbk|gb18030|big5|utf-16(le|be)?)"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:-]{2,30})", re.IGNORECASE)


def as_utf8(body: bytes, content_type: str) -> bytes:
    """Give the body in UTF-8 where it is not so already and its `Content-Type` names a charset that is known."""
    named = _CHARSET.search(content_type)
    charset = named[1].lower() if named else ""
    if not _KNOWN.fullmatch(charset):
        return body
    wide = charset.startswith(("utf-16", "iso-2022"))
    if not wide and _is_utf8(body):
        return body
    if body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    latin = re.fullmatch(r"iso-?8859-1|latin-?1|us-ascii", charset)
    return body.decode("cp1252" if latin else charset, "replace").encode()


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

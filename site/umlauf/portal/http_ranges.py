"""Files that can be asked for in parts, and not at all where the reader has them already (RFC 9110, sections 13 and
14)."""

from __future__ import annotations

import re
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from papers.files.handing_out import hand_out

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def file_response(
    request: HttpRequest, file: Any, *, size: int, etag: str, media_type: str, filename: str, inline: bool
) -> HttpResponseBase:
    """``file``: opened for reading bytes. ``etag`` without quotes; it has to change with the content.

    Several ranges at once get the whole file, as the standard allows.
    """
    quoted = f'"{etag}"'
    if quoted in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
        file.close()
    else:
        response = _whole_or_part(request, file, size, quoted)
        hand_out(response, media_type=media_type, filename=filename, inline=inline)
        if isinstance(response, FileResponse):
            response["Content-Length"] = str(size)
    response["ETag"] = quoted
    response["Accept-Ranges"] = "bytes"
    return response


def _whole_or_part(request: HttpRequest, file: Any, size: int, etag: str) -> HttpResponseBase:
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return FileResponse(file)
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    with file:
        if start > end or start >= size:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(start)
        return HttpResponse(
            file.read(end - start + 1), status=206, headers={"Content-Range": f"bytes {start}-{end}/{size}"}
        )

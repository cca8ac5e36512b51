"""Files under /static, with content types of ours.

What the system says of them may be wrong (a registry on Windows that calls `.js` text/plain), and a browser that is
told not to guess then runs nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
UNKNOWN = "application/octet-stream"


class TypedFiles(StaticFiles):
    """Starlette's, with the content type of CONTENT_TYPES and never the system's."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        kind = CONTENT_TYPES.get(Path(full_path).suffix.lower(), UNKNOWN)
        response = FileResponse(full_path, status_code, media_type=kind, stat_result=stat_result)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

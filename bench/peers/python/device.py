"""The mock device, which is the model server that all contestants share: one call for a batch."""

import http.client
import json
import os
import threading
from typing import Any
from urllib.parse import urlsplit

# Items that the device takes in a call; a larger batch is several calls, one after the other.
MOST = 32


class Device:
    """May be called in several threads; each has a connection of its own."""

    def __init__(self) -> None:
        self._address = urlsplit(os.environ["BENCH_MODEL"]).netloc
        self._own = threading.local()

    def __call__(self, instances: list[Any]) -> list[Any]:
        predictions: list[Any] = []
        for start in range(0, len(instances), MOST):
            predictions += self._call(instances[start : start + MOST])
        return predictions

    def _call(self, instances: list[Any]) -> list[Any]:
        body = json.dumps({"instances": instances})
        try:
            status, reply = self._send(body)
        except (http.client.HTTPException, ConnectionError):
            # The server closes a connection that was idle for long.
            self._own.connection.close()
            status, reply = self._send(body)
        if status != 200:
            raise RuntimeError(f"the model answered {status}: {reply[:200]!r}")
        return json.loads(reply)["predictions"]

    def _send(self, body: str) -> tuple[int, bytes]:
        if not hasattr(self._own, "connection"):
            self._own.connection = http.client.HTTPConnection(self._address)
        self._own.connection.request("POST", "/invocations", body, {"content-type": "application/json"})
        response = self._own.connection.getresponse()
        return response.status, response.read()

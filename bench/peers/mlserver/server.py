"""MLServer: its adaptive batching, in the server or before its worker processes, which call the device."""

import asyncio
import tempfile

from arguments import read_arguments
from free_port import free_port
from mlserver import MLServer
from mlserver.settings import ModelSettings, Settings
from model import Bench


async def serve() -> None:
    arguments = read_arguments()
    ports = {"http_port": arguments.port, "grpc_port": free_port(), "metrics_port": free_port()}
    where = {"host": "127.0.0.1", "metrics_dir": tempfile.mkdtemp(), **ports}
    server = MLServer(Settings(debug=False, **where, **arguments.only("parallel_workers")))
    model = ModelSettings(name="bench", implementation=Bench, **arguments.only("max_batch_size", "max_batch_time"))
    await server.start([model])


if __name__ == "__main__":
    asyncio.run(serve())

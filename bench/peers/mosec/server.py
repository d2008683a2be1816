"""mosec: a Rust server batches; its worker processes call the device."""

import sys
from typing import Any

from arguments import read_arguments
from device import Device
from mosec import Server, Worker


class Bench(Worker):
    def __init__(self) -> None:
        super().__init__()
        self.call = Device()

    def forward(self, data: Any) -> Any:
        # Without batching, which is its default, it is one request and not a list.
        if isinstance(data, list):
            predictions = self.call([request["instances"][0] for request in data])
            return [{"predictions": [prediction]} for prediction in predictions]
        return {"predictions": self.call(data["instances"])}


if __name__ == "__main__":
    arguments = read_arguments()
    # It reads the command line by itself.
    sys.argv[1:] = ["--address", "127.0.0.1", "--port", str(arguments.port), "--log-level", "warning"]
    server = Server()
    server.append_worker(Bench, **arguments.only("num", "max_batch_size", "max_wait_time"))
    server.run()

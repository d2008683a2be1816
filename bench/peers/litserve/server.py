"""LitServe: batches in its worker process; the worker calls the device."""

from typing import Any

import litserve
from arguments import read_arguments
from device import Device


class Bench(litserve.LitAPI):
    def setup(self, device: str) -> None:
        self.call = Device()

    def decode_request(self, request: dict[str, Any]) -> Any:
        return request["instances"][0]

    def batch(self, inputs: list[Any]) -> list[Any]:
        return inputs

    def predict(self, inputs: Any) -> Any:
        # Without batching, which is its default, it is one input and not a list.
        return self.call(inputs) if isinstance(inputs, list) else self.call([inputs])[0]

    def unbatch(self, output: list[Any]) -> list[Any]:
        return output

    def encode_response(self, output: Any) -> dict[str, Any]:
        return {"predictions": [output]}


if __name__ == "__main__":
    arguments = read_arguments()
    api = Bench(**arguments.only("max_batch_size", "batch_timeout"))
    server = litserve.LitServer(api, accelerator="cpu", **arguments.only("workers_per_device", "fast_queue"))
    server.run(host="127.0.0.1", port=arguments.port, generate_client_file=False, log_level="warning")

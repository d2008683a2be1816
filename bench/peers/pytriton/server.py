"""NVIDIA Triton, by PyTriton: its dynamic batcher; the batch comes to a function here, which calls the device."""

import json
import os
import signal
import sysconfig

import numpy
from arguments import read_arguments
from device import Device
from free_port import free_port
from pytriton.decorators import batch
from pytriton.model_config import DynamicBatcher, ModelConfig, Tensor
from pytriton.triton import Triton, TritonConfig

arguments = read_arguments()
call = Device()


@batch
def infer(instance: numpy.ndarray) -> dict[str, numpy.ndarray]:
    predictions = call([json.loads(text) for text in instance[:, 0]])
    texts = [[json.dumps(each).encode()] for each in predictions]
    return {"prediction": numpy.array(texts, dtype=numpy.bytes_)}


def model_config() -> ModelConfig:
    batcher = DynamicBatcher(**arguments.only("max_queue_delay_microseconds"))
    return ModelConfig(batcher=batcher, **arguments.only("max_batch_size"))


if __name__ == "__main__":
    # Triton's Python backend must have the interpreter that belongs to this standard library, not another one of the system.
    os.environ["LD_LIBRARY_PATH"] = sysconfig.get_config_var("LIBDIR")
    signal.signal(signal.SIGTERM, lambda *_: exit(0))
    ports = {"http_port": arguments.port, "grpc_port": free_port(), "metrics_port": free_port()}
    addresses = dict.fromkeys(("http_address", "grpc_address", "metrics_address"), "127.0.0.1")
    with Triton(config=TritonConfig(**addresses, **ports)) as triton:
        triton.bind(
            model_name="bench",
            # An instance of the model for each.
            infer_func=[infer] * arguments.settings.get("instances", 1),
            inputs=[Tensor(name="instance", dtype=bytes, shape=(1,))],
            outputs=[Tensor(name="prediction", dtype=bytes, shape=(1,))],
            config=model_config(),
        )
        triton.serve()

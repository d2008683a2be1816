"""Ray Serve: `@serve.batch` in its replicas, which call the device."""

import asyncio
import os
import signal
import tempfile
from typing import Any

from arguments import inherited_settings, read_arguments
from device import Device

os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
import ray  # noqa: E402
from ray import serve  # noqa: E402
from starlette.requests import Request  # noqa: E402


def bench() -> serve.Application:
    settings = inherited_settings()

    @serve.deployment(
        ray_actor_options={"num_cpus": 0, "runtime_env": {"env_vars": inherited()}},
        **settings.only("num_replicas", "max_ongoing_requests"),
    )
    class Bench:
        def __init__(self) -> None:
            self.call = Device()

        @serve.batch(**settings.only("max_batch_size", "batch_wait_timeout_s", "max_concurrent_batches"))
        async def predict(self, instances: list[Any]) -> list[Any]:
            return await asyncio.to_thread(self.call, instances)

        async def __call__(self, request: Request) -> dict[str, Any]:
            if request.method == "GET":
                return {"ready": True}
            body = await request.json()
            return {"predictions": [await self.predict(body["instances"][0])]}

    return Bench.bind()


def inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in ("BENCH_MODEL", "BENCH_SETTINGS", "PYTHONPATH")}


async def until_told() -> None:
    told = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, told.set)
    await told.wait()


if __name__ == "__main__":
    arguments = read_arguments()
    ray.init(include_dashboard=False, log_to_driver=False, _temp_dir=tempfile.gettempdir())
    serve.start(http_options={"host": "127.0.0.1", "port": arguments.port})
    serve.run(bench(), route_prefix="/predict")
    asyncio.run(until_told())
    ray.shutdown()

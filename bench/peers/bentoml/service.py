"""BentoML: an adaptive batcher in the service's process, which calls the device."""

from typing import Any

import bentoml
from arguments import inherited_settings
from device import Device

settings = inherited_settings()


@bentoml.service(**settings.only("workers", "threads"))
class Bench:
    def __init__(self) -> None:
        self.call = Device()

    @bentoml.api(batchable=True, **settings.only("max_batch_size", "max_latency_ms"))
    def predict(self, instances: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return self.call(instances)

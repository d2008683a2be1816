"""Requests of the Open Inference Protocol; an instance is an element, as JSON text."""

import asyncio
import json

from device import Device
from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse


class Bench(MLModel):
    async def load(self) -> bool:
        self.call = Device()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        instances = [json.loads(text) for text in StringCodec.decode_input(payload.inputs[0])]
        predictions = await asyncio.to_thread(self.call, instances)
        output = StringCodec.encode_output("prediction", [json.dumps(each) for each in predictions])
        return InferenceResponse(model_name=self.name, outputs=[output])

"""Records what the packages that define the metrics say, as fixtures of the tests in test/evaluation/.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/pip install --no-deps tf-models-official==2.20.0   (the evaluation script of SQuAD 1.1; the rest of it is not needed)
    venv/bin/python record.py

All inputs are made here, from seeds. Run it on Python 3.11: the tables of Unicode are those of its `unicodedata`.
"""

import inputs
import record_classification
import record_entities
import record_porter
import record_rouge
import record_squad

if __name__ == "__main__":
    for recorder in (record_porter, record_rouge, record_classification, record_entities, record_squad):
        name, fixture, packages = recorder.record()
        inputs.write(name, fixture, packages)

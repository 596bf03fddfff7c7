"""The tuned scikit-learn pipeline behind HTTP, as Python services are written.

`flask` is served by gunicorn (gthread), `fastapi` by uvicorn.
"""

import os
import pickle

with open(os.environ["BENCH_PIPELINE"], "rb") as file:
    version, pipeline = pickle.load(file)
classes = list(pipeline.classes_)


def answer(text):
    probabilities = pipeline.predict_proba([text])[0]
    best = probabilities.argmax()
    return {
        "model_version": version,
        "predictions": [
            {
                "tasks": {
                    "category": {
                        "label": classes[best],
                        "probability": float(probabilities[best]),
                        "flag": None,
                        "probabilities": {
                            name: round(float(p), 4) for name, p in zip(classes, probabilities, strict=True)
                        },
                    }
                }
            }
        ],
    }


if os.environ["BENCH_PEER"] == "flask":
    from flask import Flask, jsonify, request

    flask_app = Flask(__name__)

    @flask_app.post("/api/v1/classify")
    def classify():
        return jsonify(answer(request.get_json()["text"]))
else:
    from fastapi import FastAPI
    from pydantic import BaseModel

    fastapi_app = FastAPI()

    class Asked(BaseModel):
        text: str

    @fastapi_app.post("/api/v1/classify")
    def classify_text(asked: Asked):
        return answer(asked.text)

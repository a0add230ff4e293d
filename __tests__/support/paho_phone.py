"""A phone on Eclipse Paho: connects, listens to its commands, publishes fixes at QoS 1 and tells what it got.

One JSON object as the argument, one on standard output:
{transport: tcp|websockets, host, port, ca, username, password, client_id, protocol: 3|4, topic, messages, answer_to}
-> {code, acknowledged, heard}
"""

import json
import ssl
import sys
import threading

import paho.mqtt.client as mqtt

job = json.loads(sys.argv[1])
result = {"code": None, "acknowledged": 0, "heard": []}
connected, published, heard = threading.Event(), threading.Event(), threading.Event()
messages = job.get("messages", [])


def on_connect(client, _userdata, _flags, code, *_properties):
    result["code"] = int(code)
    connected.set()


def on_publish(_client, _userdata, _mid, *_more):
    result["acknowledged"] += 1
    if result["acknowledged"] == len(messages):
        published.set()


def on_message(_client, _userdata, message):
    result["heard"].append(message.payload.decode())
    heard.set()


options = {
    "client_id": job["client_id"],
    "transport": job["transport"],
    "protocol": job.get("protocol", 4),
    "clean_session": False,
}
if hasattr(mqtt, "CallbackAPIVersion"):
    options["callback_api_version"] = mqtt.CallbackAPIVersion.VERSION1
phone = mqtt.Client(**options)
phone.on_connect, phone.on_publish, phone.on_message = on_connect, on_publish, on_message
phone.username_pw_set(job["username"], job["password"])
phone.will_set(job["topic"], '{"_type":"lwt"}')
if job["transport"] == "websockets":
    phone.ws_set_options(path="/mqtt")
if job.get("ca"):
    phone.tls_set(ca_certs=job["ca"], tls_version=ssl.PROTOCOL_TLS_CLIENT)
phone.connect(job["host"], job["port"], keepalive=60)
phone.loop_start()
connected.wait(10)
if result["code"] == 0:
    phone.subscribe(job["topic"] + "/cmd", qos=1)
    for message in messages:
        phone.publish(job["topic"], message, qos=1, retain=True)
    if messages:
        published.wait(20)
    if job.get("answer_to"):
        print("ready", file=sys.stderr, flush=True)
        heard.wait(20)
phone.disconnect()
phone.loop_stop()
print(json.dumps(result))

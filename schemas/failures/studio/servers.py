"""Failures of adapters that do not answer, and of the servers of models behind them."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "chain.resting": Sentences(
        en="{chain}: {names} did not answer a moment ago, and is asked again after {until}.",
        ko="{chain}: {names}이(가) 조금 전에 응답하지 않아 {until} 이후에 다시 요청합니다.",
    ),
    "chain.down": Sentences(
        en="{chain}: {names} does not answer ({why}), and is asked again after {until}.",
        ko="{chain}: {names}이(가) 응답하지 않아({why}) {until} 이후에 다시 요청합니다.",
    ),
    "chain.broke": Sentences(
        en="{name} ended with an error of its own code: {error}: {why}.",
        ko="{name} 어댑터의 코드에서 오류가 났습니다({error}): {why}",
        cure="Report it to whoever wrote it; the log has the traceback.",
        cure_ko="어댑터를 만든 사람에게 알려 주세요. 자세한 내용은 로그에 있습니다.",
    ),
    "server.unreachable": Sentences(
        en="{server} does not answer: {why}.",
        ko="서버가 응답하지 않습니다({server}): {why}",
    ),
    "server.slow": Sentences(
        en="{server} does not answer: it took longer than {seconds} s.",
        ko="서버가 {seconds}초 안에 응답을 마치지 못했습니다({server}).",
    ),
    "server.busy": Sentences(
        en="{server} does not answer: status {status}: {why}.",
        ko="서버가 요청을 처리하지 못합니다({server}, 상태 {status}): {why}",
    ),
    "server.cut_short": Sentences(
        en="An answer of {server} breaks off: {received} bytes came of the {expected} it announced.",
        ko="서버의 응답이 중간에 끊겼습니다({server}). {expected}바이트 가운데 {received}바이트만 왔습니다.",
    ),
    "server.broken_off": Sentences(
        en="An answer of {server} breaks off after {received} bytes.",
        ko="서버의 응답이 {received}바이트 뒤에 끊겼습니다({server}).",
    ),
    "server.unreadable": Sentences(
        en="An answer of {server} cannot be read: {why}.",
        ko="서버의 응답을 읽을 수 없습니다({server}): {why}",
    ),
    "server.web_page": Sentences(
        en="Not {server} answers but a web page: {title}.",
        ko="서버 대신 웹 페이지가 응답합니다({server}): {title}",
        cure="See whether a proxy or a log-in page stands before it, and correct the address.",
        cure_ko="프록시나 로그인 페이지가 앞을 막고 있는지 확인하고 주소를 바로잡으세요.",
    ),
    "server.out_of_memory": Sentences(
        en="{server} has no memory left: {why}.",
        ko="서버의 메모리가 모자랍니다({server}): {why}",
        cure="End what else uses its memory, or take a smaller model.",
        cure_ko="메모리를 쓰는 다른 프로그램을 끝내거나 더 작은 모델을 쓰세요.",
    ),
    "server.redirected": Sentences(
        en="{setting}: {server} answers {status} and points to {target}; a key is never sent on.",
        ko="{setting}: 서버가 {target}(으)로 가라고 합니다({server}, 상태 {status}). 키는 그곳으로 보내지 않습니다.",
        cure="If that is the server, set its address.",
        cure_ko="그곳이 맞는 서버라면 그 주소를 설정하세요.",
    ),
    "server.answer_too_large": Sentences(
        en="An answer of {server} is too large.",
        ko="서버의 응답이 너무 큽니다({server}).",
        cure="Ask for less.",
        cure_ko="더 짧은 결과를 요청하세요.",
    ),
    "server.bad_address": Sentences(
        en="{setting}: {address} is no address.",
        ko="{setting}: {address}은(는) 올바른 주소가 아닙니다.",
        cure="Write http://host:port/path.",
        cure_ko="http://호스트:포트/경로 형식으로 적으세요.",
    ),
    "server.bad_key": Sentences(
        en="{setting}: it holds characters that no key has.",
        ko="{setting}: 키에 쓸 수 없는 문자가 들어 있습니다.",
        cure="Correct the key.",
        cure_ko="키를 바로잡으세요.",
    ),
    "server.key_rejected": Sentences(
        en="{setting}: {server} does not accept it.",
        ko="{setting}: 서버가 키를 받아들이지 않습니다({server}).",
        cure="Set the key of the server.",
        cure_ko="그 서버의 키를 설정하세요.",
    ),
    "server.not_found": Sentences(
        en="{setting}: {server} answers {status} at {path}: {why}.",
        ko="{setting}: 서버가 {path}에서 {status}(으)로 응답합니다({server}): {why}",
        cure="Correct the address or the name of the model.",
        cure_ko="주소나 모델 이름을 바로잡으세요.",
    ),
}

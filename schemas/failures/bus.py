"""Failures of facts, streams and the connection to the broker."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_AGAIN: Final = "Reload and decide again."
_AGAIN_KO: Final = "새로 고친 뒤 다시 결정하세요."
_CONSUMERS: Final = "Write nats/consumers.json as it is in the release."
_CONSUMERS_KO: Final = "nats/consumers.json을 배포본과 같게 되돌리세요."
_VERIFY: Final = "See what is damaged, and what helps: wagglebot verify."
_VERIFY_KO: Final = "손상된 곳과 해결 방법은 wagglebot verify로 확인하세요."

SENTENCES: Final[Mapping[str, Sentences]] = {
    "post.not_possible": Sentences(
        en="{post} is {status}: {event} is not possible from there.",
        ko="{post} 글은 지금 {status} 상태라서 {event}을(를) 할 수 없습니다.",
        cure=_AGAIN,
        cure_ko=_AGAIN_KO,
    ),
    "post.gone": Sentences(
        en="{post} is {status} and gone from its site ({reason}): {event} is not possible.",
        ko="{post} 글은 원래 사이트에서 사라졌습니다({reason}). 지금 {status} 상태이고 {event}을(를) 할 수 없습니다.",
        cure="It is possible again once the site shows the post.",
        cure_ko="사이트에 글이 다시 보이면 할 수 있습니다.",
    ),
    "post.source_gone": Sentences(
        en="Its site no longer shows it: {reason}.",
        ko="원래 사이트에서 글이 사라졌습니다({reason}).",
    ),
    "post.nothing_to_begin_with": Sentences(
        en="{post} is {status} and has no {missing} yet, so the {stage} stage cannot begin.",
        ko="{post} 글({status})에는 아직 {missing} 결과가 없어서 {stage} 단계부터 시작할 수 없습니다.",
        cure="Begin earlier: wagglebot remake {post} --from-stage script.",
        cure_ko="앞 단계부터 시작하세요: wagglebot remake {post} --from-stage script",
    ),
    "post.other_revision": Sentences(
        en="{post} is at revision {current}: {event} of revision {revision} is not possible.",
        ko="{post} 글은 이제 {current}번째 판입니다. {revision}번째 판의 {event}은(는) 할 수 없습니다.",
        cure=_AGAIN,
        cure_ko=_AGAIN_KO,
    ),
    "post.retracted_meanwhile": Sentences(
        en="{post} was retracted during the {stage} stage; its result is thrown away.",
        ko="{stage} 단계를 하는 사이에 {post} 글이 철회되었습니다. 결과는 버립니다.",
    ),
    "post.changed": Sentences(
        en="{post} changed while it was being decided (now at sequence {sequence}).",
        ko="결정하는 사이에 {post} 글이 바뀌었습니다(지금 {sequence}번).",
        cure=_AGAIN,
        cure_ko=_AGAIN_KO,
    ),
    "entry.changed": Sentences(
        en="The entry {key} changed while it was being written (now at revision {revision}).",
        ko="쓰는 사이에 {key} 항목이 바뀌었습니다(지금 {revision}번).",
        cure="Try again.",
        cure_ko="다시 시도하세요.",
    ),
    "entry.unreadable": Sentences(
        en="The ledger's entry {key} (revision {revision}) cannot be read: {why}.",
        ko="장부의 {key} 항목({revision}번)을 읽을 수 없습니다: {why}.",
        cure="If a newer release wrote it, go back to that release. If not, stop everything and restore the ledger: "
        "wagglebot restore BACKUP.",
        cure_ko="더 새로운 버전이 쓴 항목이면 그 버전으로 돌아가세요. 아니면 모두 멈추고 장부를 복원하세요: "
        "wagglebot restore BACKUP",
    ),
    "letter.unknown": Sentences(
        en="No dead letter called {name} is waiting.",
        ko="{name}이라는 실패 기록은 기다리고 있지 않습니다.",
        cure="See all: wagglebot dead list --all.",
        cure_ko="전체 목록: wagglebot dead list --all",
    ),
    "letter.unreadable": Sentences(
        en="Dead letter {name} cannot be tried again: its message is not a fact.",
        ko="{name} 실패 기록은 다시 시도할 수 없습니다. 알아볼 수 없는 메시지입니다.",
        cure="Drop it: wagglebot dead drop {name}.",
        cure_ko="버리기: wagglebot dead drop {name}",
    ),
    "letter.changed": Sentences(
        en="Dead letter {name} was settled or written again meanwhile.",
        ko="그사이에 {name} 실패 기록이 처리되었거나 새로 쓰였습니다.",
        cure=_AGAIN,
        cure_ko=_AGAIN_KO,
    ),
    "stage.workers_lost": Sentences(
        en="The {stage} stage failed: its worker ended {times} times without a result.",
        ko="{stage} 단계의 작업 프로세스가 결과 없이 {times}번 끝났습니다.",
    ),
    "stage.fault": Sentences(
        en="The {stage} stage has a fault ({error}: {why}).",
        ko="{stage} 단계에 프로그램 오류가 있습니다({error}: {why}).",
        cure="The log has the details; report it.",
        cure_ko="자세한 내용은 로그에 있습니다. 개발자에게 알려 주세요.",
    ),
    "broker.address_embedded": Sentences(
        en="nats.url: 'embedded' is not an address to connect to.",
        ko="nats.url: 'embedded'는 연결할 주소가 아닙니다.",
        cure="Give the address of the running broker, for example nats://127.0.0.1:4222.",
        cure_ko="실행 중인 브로커의 주소를 적으세요. 예: nats://127.0.0.1:4222",
    ),
    "broker.not_reached": Sentences(
        en="The broker at {place} does not answer: {why}. Start it, or correct WAGGLEBOT_NATS__URL.",
        ko="{place}의 브로커가 응답하지 않습니다({why}). 브로커를 켜거나 WAGGLEBOT_NATS__URL을 고치세요.",
    ),
    "broker.login_refused": Sentences(
        en="nats.user, nats.password: the broker at {place} refused them.",
        ko="nats.user, nats.password: {place}의 브로커가 받아들이지 않았습니다.",
        cure="Set WAGGLEBOT_NATS__USER and WAGGLEBOT_NATS__PASSWORD as the broker has them.",
        cure_ko="WAGGLEBOT_NATS__USER와 WAGGLEBOT_NATS__PASSWORD를 브로커와 같게 설정하세요.",
    ),
    "accounts.no_password": Sentences(
        en="There is no password of the broker's user {user} in {file} ({why}).",
        ko="{file}에 브로커 사용자 {user}의 비밀번호가 없습니다({why}).",
        cure="Make the accounts with wagglebot accounts create, or correct WAGGLEBOT_NATS__ACCOUNTS.",
        cure_ko="wagglebot accounts create로 계정을 만들거나 WAGGLEBOT_NATS__ACCOUNTS를 고치세요.",
    ),
    "accounts.two_stores": Sentences(
        en="There are streams in {old} and in {new}: release 0.1.0 ran over this folder after a later one.",
        ko="{old}와 {new} 두 곳에 스트림이 있습니다. 새 버전을 쓴 뒤에 0.1.0 버전이 이 폴더에서 실행되었습니다.",
        cure="Keep one. To join them, export-log with release 0.1.0, move {old} away, and import-log here.",
        cure_ko="하나만 남기세요. 합치려면 0.1.0에서 export-log를 하고 {old}을 옮긴 뒤 여기서 import-log를 하세요.",
    ),
    "accounts.unknown_user": Sentences(
        en="There is no user {user} of the broker. The users: {known}.",
        ko="브로커에 {user} 사용자가 없습니다. 사용자: {known}.",
    ),
    "accounts.not_read": Sentences(
        en="The broker has not read its new configuration: {why}.",
        ko="브로커가 새 설정을 읽지 않았습니다({why}).",
        cure="Have it read the file again: nats-server --signal reload.",
        cure_ko="설정을 다시 읽게 하세요: nats-server --signal reload",
    ),
    "broker.file_missing": Sentences(
        en="nats.creds, nats.nkey: there is no file {file}.",
        ko="nats.creds, nats.nkey: {file} 파일이 없습니다.",
        cure="Correct the path.",
        cure_ko="경로를 고치세요.",
    ),
    "broker.nkeys_missing": Sentences(
        en="nats.creds and nats.nkey need a package that is not installed.",
        ko="nats.creds와 nats.nkey에 필요한 패키지가 설치되어 있지 않습니다.",
        cure="Install it: {command}",
        cure_ko="설치: {command}",
    ),
    "broker.tls_files": Sentences(
        en="nats.tls_ca, nats.tls_cert, nats.tls_key: the files cannot be used: {why}.",
        ko="nats.tls_ca, nats.tls_cert, nats.tls_key: 파일을 쓸 수 없습니다({why}).",
        cure="Give certificates and the key that belongs to them, as PEM files that this user may read.",
        cure_ko="이 사용자가 읽을 수 있는 PEM 인증서와 그 인증서의 키를 지정하세요.",
    ),
    "broker.not_permitted": Sentences(
        en="The broker does not permit {what} to the user {user}.",
        ko="브로커가 {user} 사용자의 {what} 요청을 허용하지 않습니다.",
        cure="Each station has a user of its own; who may do what: wagglebot accounts show.",
        cure_ko="스테이션마다 사용자가 따로 있습니다. 권한은 wagglebot accounts show로 확인하세요.",
    ),
    "broker.closed": Sentences(
        en="The connection to the broker was closed during {what}.",
        ko="{what} 도중에 브로커 연결이 닫혔습니다.",
    ),
    "broker.no_answer": Sentences(
        en="The broker does not answer {what}: {why}.",
        ko="브로커가 {what} 요청에 응답하지 않습니다({why}).",
    ),
    "broker.full": Sentences(
        en="The disk of the broker is full.",
        ko="브로커의 디스크가 가득 찼습니다.",
    ),
    "broker.message_too_big": Sentences(
        en="{what} is too big for one message.",
        ko="{what}이(가) 메시지 하나에 담기에 너무 큽니다.",
        cure="Shorten it: a message holds at most 1 MB.",
        cure_ko="메시지는 최대 1MB입니다. 내용을 줄이세요.",
    ),
    "broker.batch_refused": Sentences(
        en="The broker refuses a batch of facts ({why}); none of it was stored.",
        ko="브로커가 묶음 저장을 거부했습니다({why}). 아무것도 저장되지 않았습니다.",
        cure="Another process writes to this stream, or the facts are there already.",
        cure_ko="다른 프로세스가 이 스트림에 쓰고 있거나 이미 저장된 사실입니다.",
    ),
    "stream.missing": Sentences(
        en="The broker has no stream {stream}.",
        ko="브로커에 {stream} 스트림이 없습니다.",
        cure="Restart the station: it is created when a station connects.",
        cure_ko="스테이션을 다시 시작하세요. 연결할 때 만들어집니다.",
    ),
    "stream.replaced": Sentences(
        en="The stream {stream} is not the one that was read to sequence {sequence}.",
        ko="{stream} 스트림이 {sequence}번까지 읽었던 스트림과 다릅니다.",
        cure="If the broker is the right one, rebuild the projection: wagglebot replay projection.",
        cure_ko="브로커가 맞다면 프로젝션을 다시 만드세요: wagglebot replay projection",
    ),
    "stream.damaged": Sentences(
        en="The stream {stream} has {unreadable} records after sequence {sequence} that the broker cannot read.",
        ko="{stream} 스트림의 {sequence}번 뒤에 브로커가 읽지 못하는 기록이 {unreadable}개 있습니다.",
        cure=_VERIFY,
        cure_ko=_VERIFY_KO,
    ),
    "stream.history_gap": Sentences(
        en="A fact of {post} is missing: the one at sequence {sequence} follows {expected}, not {found}.",
        ko="{post} 글의 기록이 빠져 있습니다. {sequence}번은 {found}번이 아니라 {expected}번 다음입니다.",
        cure=_VERIFY,
        cure_ko=_VERIFY_KO,
    ),
    "stream.history_changed": Sentences(
        en="The facts of {post} up to sequence {found} are not those that its fact at {sequence} was stored after.",
        ko="{post} 글의 {found}번까지의 기록이 {sequence}번을 저장할 때와 다릅니다.",
        cure=_VERIFY,
        cure_ko=_VERIFY_KO,
    ),
    "topology.durable_unknown": Sentences(
        en="nats/consumers.json has no durable {durable}.",
        ko="nats/consumers.json에 {durable} 소비자가 없습니다.",
        cure=_CONSUMERS,
        cure_ko=_CONSUMERS_KO,
    ),
    "topology.outdated": Sentences(
        en="The {what} of the broker is of another release: {setting} lacks {missing}.",
        ko="브로커의 {what}이(가) 다른 버전의 것입니다. {setting}에 {missing}이(가) 없습니다.",
        cure="When no other release is at work any more: wagglebot topology apply.",
        cure_ko="다른 버전이 돌고 있지 않을 때 실행하세요: wagglebot topology apply",
    ),
    "topology.not_created": Sentences(
        en="The broker cannot create the {what}: {why}.",
        ko="브로커가 {what}을(를) 만들지 못합니다({why}).",
        cure="Look into the broker's log. If files are damaged, a backup has them: wagglebot restore BACKUP.",
        cure_ko="브로커의 로그를 확인하세요. 파일이 손상되었으면 백업에서 되살리세요: wagglebot restore BACKUP",
    ),
    "topology.refused": Sentences(
        en="The broker refuses {what}: {why}.",
        ko="브로커가 {what} 요청을 거부합니다({why}).",
        cure="Look into the broker's log. If files are damaged, a backup has them: wagglebot restore BACKUP.",
        cure_ko="브로커의 로그를 확인하세요. 파일이 손상되었으면 백업에서 되살리세요: wagglebot restore BACKUP",
    ),
    "topology.unreadable": Sentences(
        en="{file} cannot be read ({why}).",
        ko="{file}을(를) 읽을 수 없습니다({why}).",
        cure="Restore it from the release.",
        cure_ko="배포본의 파일로 되돌리세요.",
    ),
}

"""Failures of running the program: the embedded broker, backups, exported logs, metrics."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_OTHER_COPY: Final = "Take an older copy; restore it into an empty system: wagglebot restore BACKUP."
_OTHER_COPY_KO: Final = "더 오래된 사본을 빈 시스템에 복원하세요: wagglebot restore BACKUP"

SENTENCES: Final[Mapping[str, Sentences]] = {
    "disk.not_writable": Sentences(
        en="{where} cannot be written ({why}).",
        ko="{where}에 쓸 수 없습니다({why}).",
        cure="Let the user who runs WaggleBot write there, or set another folder (of media: WAGGLEBOT_MEDIA__ROOT).",
        cure_ko="WaggleBot 사용자에게 쓰기 권한을 주거나 다른 폴더를 설정하세요(미디어: WAGGLEBOT_MEDIA__ROOT).",
    ),
    "disk.full": Sentences(
        en="The disk is full while writing {where}.",
        ko="{where}을(를) 쓰는 중에 저장 공간이 가득 찼습니다.",
        cure="Free some space.",
        cure_ko="공간을 비우세요.",
    ),
    "disk.away": Sentences(
        en="The disk of {where} does not work now ({why}).",
        ko="{where}이(가) 있는 디스크를 지금 쓸 수 없습니다({why}).",
        cure="See whether it is mounted and may be written; the kernel's log says why it is not: dmesg.",
        cure_ko="디스크가 쓰기 가능하게 마운트됐는지 확인하세요. 원인은 커널 로그에 있습니다: dmesg",
    ),
    "media.unmounted": Sentences(
        en="The media store {root} is not there: its mark {mark} is missing, so another folder lies in its place.",
        ko="미디어 저장소 {root}이(가) 없습니다. 표시 파일 {mark}이(가) 없어 다른 폴더로 보입니다.",
        cure="Mount its disk. If it was emptied on purpose: mkdir -p {root} && touch {root}/{mark}",
        cure_ko="디스크를 마운트하세요. 일부러 비웠다면: mkdir -p {root} && touch {root}/{mark}",
    ),
    "alert.no_notifier": Sentences(
        en="No notifier is chosen, so alerts reach nobody.",
        ko="알림을 받을 곳이 정해지지 않았습니다.",
        cure="Set WAGGLEBOT_HEALTH__NOTIFIERS and the addresses of the notifier (docs/operate.md).",
        cure_ko="WAGGLEBOT_HEALTH__NOTIFIERS와 받을 주소를 설정하세요(docs/operate.md).",
    ),
    "alert.no_address": Sentences(
        en="The notifier apprise has no address.",
        ko="apprise 알림을 보낼 주소가 없습니다.",
        cure="Set WAGGLEBOT_HEALTH__APPRISE__URLS, or take apprise out of WAGGLEBOT_HEALTH__NOTIFIERS.",
        cure_ko="WAGGLEBOT_HEALTH__APPRISE__URLS를 지정하거나 WAGGLEBOT_HEALTH__NOTIFIERS에서 apprise를 빼세요.",
    ),
    "alert.unknown_address": Sentences(
        en="Address {number} in WAGGLEBOT_HEALTH__APPRISE__URLS is none that apprise knows.",
        ko="WAGGLEBOT_HEALTH__APPRISE__URLS의 {number}번째 주소를 apprise가 알지 못합니다.",
        cure="See how addresses are written: https://appriseit.com/services/",
        cure_ko="주소 쓰는 법: https://appriseit.com/services/",
    ),
    "alert.no_webhook": Sentences(
        en="The notifier webhook has no address.",
        ko="webhook 알림을 보낼 주소가 없습니다.",
        cure="Set WAGGLEBOT_HEALTH__WEBHOOK__URL, or take webhook out of WAGGLEBOT_HEALTH__NOTIFIERS.",
        cure_ko="WAGGLEBOT_HEALTH__WEBHOOK__URL을 지정하거나 WAGGLEBOT_HEALTH__NOTIFIERS에서 webhook을 빼세요.",
    ),
    "broker.program_missing": Sentences(
        en="nats.url = embedded: no nats-server program was found.",
        ko="nats.url = embedded: nats-server 프로그램을 찾을 수 없습니다.",
        cure="Run: {command} — or set WAGGLEBOT_NATS__URL.",
        cure_ko="다음 명령을 실행하거나 WAGGLEBOT_NATS__URL을 설정하세요: {command}",
    ),
    "broker.not_started": Sentences(
        en="The embedded broker did not start: {why}.",
        ko="내장 브로커가 시작되지 않았습니다: {why}.",
        cure="Its log is {log}.",
        cure_ko="브로커의 로그: {log}",
    ),
    "broker.folder_in_use": Sentences(
        en="nats.store_dir: {folder} is in use by process {process}.",
        ko="nats.store_dir: {folder}을(를) 프로세스 {process}이(가) 쓰고 있습니다.",
        cure="Stop that process, join it, or set WAGGLEBOT_NATS__STORE_DIR to another folder.",
        cure_ko="그 프로세스를 멈추거나 함께 쓰세요. 아니면 WAGGLEBOT_NATS__STORE_DIR을 다른 폴더로 설정하세요.",
    ),
    "broker.folder_not_written": Sentences(
        en="nats.store_dir: {folder} cannot be written ({why}).",
        ko="nats.store_dir: {folder}에 쓸 수 없습니다({why}).",
        cure="Set WAGGLEBOT_NATS__STORE_DIR to a folder of your own.",
        cure_ko="WAGGLEBOT_NATS__STORE_DIR을 쓸 수 있는 폴더로 설정하세요.",
    ),
    "mariadb.not_installed": Sentences(
        en="MariaDB's server is not installed.",
        ko="MariaDB 서버가 설치되어 있지 않습니다.",
        cure="On Debian: apt install mariadb-server-core.",
        cure_ko="Debian에서는: apt install mariadb-server-core",
    ),
    "mariadb.not_started": Sentences(
        en="MariaDB's server did not start: {why}.",
        ko="MariaDB 서버가 시작되지 않았습니다: {why}.",
    ),
    "worker.lost": Sentences(
        en="The {stage} stage failed: {why}.",
        ko="{stage} 단계의 작업 프로세스가 사라졌습니다: {why}.",
        cure="Look at its log and at the memory of the machine, then: wagglebot dead retry POST.",
        cure_ko="로그와 메모리를 확인한 뒤 다시 시도하세요: wagglebot dead retry POST",
    ),
    "backup.failed": Sentences(
        en="No backup was made in {folder}: {file} cannot be read or written ({why}).",
        ko="{folder}에 백업하지 못했습니다. {file}을(를) 읽거나 쓸 수 없습니다({why}).",
        cure="Check the disk; the next backup begins anew: wagglebot backup.",
        cure_ko="디스크를 확인하세요. 다음 백업은 처음부터 다시 합니다: wagglebot backup",
    ),
    "backup.not_whole": Sentences(
        en="{backup} is not a whole backup: it lacks {log} or {listing}.",
        ko="{backup}은(는) 온전한 백업이 아닙니다. {log}이나 {listing}이 없습니다.",
        cure="Name one of the dated folders in which backups lie: wagglebot backup list",
        cure_ko="날짜 폴더 가운데 하나를 지정하세요. 목록: wagglebot backup list",
    ),
    "backup.damaged": Sentences(
        en="The backup {backup} is damaged: {file} is missing, or not what was written.",
        ko="백업 {backup}이(가) 손상됐습니다. {file}이(가) 없거나 쓴 내용과 다릅니다.",
        cure="Nothing was changed. Take another backup; what is damaged: wagglebot verify --backups FOLDER",
        cure_ko="아무것도 바꾸지 않았습니다. 다른 백업을 쓰세요. 손상된 곳: wagglebot verify --backups FOLDER",
    ),
    "backup.running": Sentences(
        en="A backup is being made in {folder} already.",
        ko="{folder}에 이미 백업하는 중입니다.",
        cure="Wait for its end.",
        cure_ko="끝날 때까지 기다리세요.",
    ),
    "backup.withdrawn_damaged": Sentences(
        en="Line {line} of the list of withdrawn posts {file} is damaged.",
        ko="철회한 글의 목록 {file}의 {line}번째 줄이 손상됐습니다.",
        cure="Nothing was changed. Put the list beside the backups right: wagglebot repair. Of that in var/ delete "
        "the line: the next withdrawal or backup notes what the stream has.",
        cure_ko="아무것도 바꾸지 않았습니다. 백업 위치의 목록은 wagglebot repair로 고치고, var/의 목록은 그 줄을 "
        "지우세요. 다음 철회나 백업 때 스트림에 있는 내용을 다시 적습니다.",
    ),
    "restore.other_stream": Sentences(
        en="The damaged broker is not the one of the backup: fact {sequence} is another there.",
        ko="손상된 브로커와 백업이 서로 다른 스트림입니다. {sequence}번 사실이 다릅니다.",
        cure="Nothing was changed. Name the folder that the backup was made of, or leave out --with.",
        cure_ko="아무것도 바꾸지 않았습니다. 그 백업을 만든 폴더를 지정하거나 --with를 빼세요.",
    ),
    "backup.media_missing": Sentences(
        en="{missing} of the {files} media files of the backup {backup} are gone; the first is {first}.",
        ko="백업 {backup}의 미디어 파일 {files}개 가운데 {missing}개가 없습니다. 첫 번째: {first}",
        cure="Take an older backup.",
        cure_ko="더 오래된 백업을 쓰세요.",
    ),
    "backup.media_damaged": Sentences(
        en="{damaged} of the {files} media files of the backup {backup} are damaged; the first is {first}.",
        ko="백업 {backup}의 미디어 파일 {files}개 가운데 {damaged}개가 손상됐습니다. 첫 번째: {first}",
        cure="Nothing was copied. Take another backup.",
        cure_ko="아무것도 복사하지 않았습니다. 다른 백업을 쓰세요.",
    ),
    "backup.state_damaged": Sentences(
        en="The operator's state in the backup {backup} is damaged: {file}.",
        ko="백업 {backup}에 든 운영 정보가 손상됐습니다: {file}",
        cure="Nothing was changed. Take another backup.",
        cure_ko="아무것도 바꾸지 않았습니다. 다른 백업을 쓰세요.",
    ),
    "backup.stream_damaged": Sentences(
        en="No backup was made: facts are missing in the stream in {faults} places, the first of {first}.",
        ko="스트림에 빠진 기록이 {faults}곳 있어 백업하지 않았습니다. 첫 번째: {first}",
        cure="See all of them: wagglebot verify. Older backups have what is missing: wagglebot restore BACKUP",
        cure_ko="모두 보려면: wagglebot verify. 빠진 기록은 보관 중인 이전 백업에 있습니다: wagglebot restore BACKUP",
    ),
    "backup.inside_media": Sentences(
        en="No backup can be made in {folder}: it lies inside the media store that it would copy.",
        ko="{folder}에는 백업할 수 없습니다. 백업할 미디어 저장소 안에 있는 폴더입니다.",
        cure="Choose a folder outside of it, best on another disk.",
        cure_ko="저장소 밖의 폴더를 고르세요. 다른 디스크가 가장 좋습니다.",
    ),
    "backup.folder_not_written": Sentences(
        en="No backup can be written in {folder} ({why}).",
        ko="{folder}에 백업을 쓸 수 없습니다({why}).",
        cure="Choose a folder that may be written.",
        cure_ko="쓸 수 있는 폴더를 고르세요.",
    ),
    "log.not_written": Sentences(
        en="{file} cannot be written ({why}).",
        ko="{file}에 쓸 수 없습니다({why}).",
        cure="Choose another place.",
        cure_ko="다른 위치를 고르세요.",
    ),
    "log.not_read": Sentences(
        en="{file} cannot be read ({why}).",
        ko="{file}을(를) 읽을 수 없습니다({why}).",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.line_checksum": Sentences(
        en="Line {line} of {file} is damaged: its checksum differs.",
        ko="{file}의 {line}번째 줄이 손상되었습니다. 체크섬이 다릅니다.",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.line_unknown": Sentences(
        en="Line {line} of {file} is of no kind that this version knows ({why}).",
        ko="{file}의 {line}번째 줄은 이 버전이 모르는 형식입니다({why}).",
        cure="Import it with the version that wrote it, or a newer one.",
        cure_ko="그 파일을 쓴 버전이나 더 새로운 버전으로 가져오세요.",
    ),
    "log.after_end": Sentences(
        en="Line {line} of {file} follows the end of the log.",
        ko="{file}의 {line}번째 줄이 로그의 끝 뒤에 있습니다.",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.header_misplaced": Sentences(
        en="Line {line} of {file}: the header must be the first line, and only that one.",
        ko="{file}의 {line}번째 줄: 머리글은 첫 줄에 한 번만 있어야 합니다.",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.count_differs": Sentences(
        en="Line {line} of {file} counts {counted} facts, but the file holds {found}.",
        ko="{file}의 {line}번째 줄에는 사실이 {counted}개라고 적혀 있지만 파일에는 {found}개가 있습니다.",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.cut_off": Sentences(
        en="{file} was cut off: its end is missing after line {line}.",
        ko="{file}이(가) 잘렸습니다. {line}번째 줄 뒤의 끝부분이 없습니다.",
        cure=_OTHER_COPY,
        cure_ko=_OTHER_COPY_KO,
    ),
    "log.system_not_empty": Sentences(
        en="This system's stream holds facts already; an import would mix two histories.",
        ko="이 시스템의 스트림에 이미 사실이 있습니다. 가져오면 두 기록이 섞입니다.",
        cure="Import into an empty one: set WAGGLEBOT_NATS__STORE_DIR or WAGGLEBOT_NATS__URL.",
        cure_ko="빈 시스템으로 가져오세요. WAGGLEBOT_NATS__STORE_DIR이나 WAGGLEBOT_NATS__URL을 설정하세요.",
    ),
    "metrics.port_taken": Sentences(
        en="health.metrics_port: port {port} cannot be opened ({why}).",
        ko="health.metrics_port: {port} 포트를 열 수 없습니다({why}).",
        cure="Set WAGGLEBOT_HEALTH__METRICS_PORT to a free one.",
        cure_ko="WAGGLEBOT_HEALTH__METRICS_PORT를 비어 있는 포트로 설정하세요.",
    ),
}

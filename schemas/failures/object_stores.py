"""Failures of stores of objects and of encrypted backups: a bucket that refuses, a key that does not fit."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "objects.missing": Sentences(
        en="{name} is not in {where}.",
        ko="{where}에 {name}이(가) 없습니다.",
        cure="See what is missing: wagglebot verify --backups {where}",
        cure_ko="무엇이 없는지 확인하세요: wagglebot verify --backups {where}",
    ),
    "objects.damaged": Sentences(
        en="{name} in {where} is damaged, or was encrypted with another key.",
        ko="{where}의 {name}이(가) 손상됐거나 다른 키로 암호화됐습니다.",
        cure="See what else is: wagglebot verify --backups {where}",
        cure_ko="다른 손상도 확인하세요: wagglebot verify --backups {where}",
    ),
    "objects.name": Sentences(
        en="{name!r} is no name of an object.",
        ko="{name!r}은(는) 객체 이름으로 쓸 수 없습니다.",
        cure="Something else than WaggleBot wrote it: delete it there.",
        cure_ko="WaggleBot이 쓴 것이 아닙니다. 저장소에서 지우세요.",
    ),
    "s3.address": Sentences(
        en="{address} names no bucket.",
        ko="{address}에 버킷 이름이 없습니다.",
        cure="Write it like s3://bucket/folder.",
        cure_ko="s3://bucket/folder처럼 쓰세요.",
    ),
    "s3.no_bucket": Sentences(
        en="There is no bucket {bucket} at this address and in this region.",
        ko="이 주소와 리전에 버킷 {bucket}이(가) 없습니다.",
        cure="Make it at your provider, or correct its name, WAGGLEBOT_S3__ENDPOINT or WAGGLEBOT_S3__REGION.",
        cure_ko="버킷을 만들거나 이름, WAGGLEBOT_S3__ENDPOINT, WAGGLEBOT_S3__REGION을 바로잡으세요.",
    ),
    "s3.refused": Sentences(
        en="{where} refuses the access key ({why}).",
        ko="{where}에서 액세스 키를 거부했습니다({why}).",
        cure="Check WAGGLEBOT_S3__ACCESS_KEY_ID and WAGGLEBOT_S3__SECRET_ACCESS_KEY; the key must list, read, write "
        "and delete objects of the bucket.",
        cure_ko="WAGGLEBOT_S3__ACCESS_KEY_ID와 WAGGLEBOT_S3__SECRET_ACCESS_KEY를 확인하세요. "
        "버킷의 목록 보기, 읽기, 쓰기, 삭제 권한이 필요합니다.",
    ),
    "s3.full": Sentences(
        en="{where} takes no more ({why}).",
        ko="{where}에 더 저장할 수 없습니다({why}).",
        cure="Raise the bucket's quota, or keep backups for fewer days (WAGGLEBOT_HEALTH__BACKUP_KEEP).",
        cure_ko="버킷 용량을 늘리거나 백업 보관 일수를 줄이세요(WAGGLEBOT_HEALTH__BACKUP_KEEP).",
    ),
    "s3.away": Sentences(
        en="{where} does not answer as it should ({why}).",
        ko="{where}에서 제대로 응답하지 않습니다({why}).",
        cure="Check WAGGLEBOT_S3__ENDPOINT and the network.",
        cure_ko="WAGGLEBOT_S3__ENDPOINT와 네트워크를 확인하세요.",
    ),
    "backup.no_place": Sentences(
        en="No place of backups is given.",
        ko="백업 위치가 지정되지 않았습니다.",
        cure="Name it, or set WAGGLEBOT_HEALTH__BACKUP_FOLDER.",
        cure_ko="위치를 입력하거나 WAGGLEBOT_HEALTH__BACKUP_FOLDER를 설정하세요.",
    ),
    "backup.unfinished": Sentences(
        en="The backup {backup} is unfinished: it was killed, or is being made or deleted now.",
        ko="백업 {backup}은(는) 끝나지 않았습니다. 도중에 중단됐거나 지금 만들거나 지우는 중입니다.",
        cure="Take another one: wagglebot backup list PLACE",
        cure_ko="다른 백업을 쓰세요: wagglebot backup list 위치",
    ),
    "backup.none": Sentences(
        en="There is no whole backup in {where}.",
        ko="{where}에 온전한 백업이 없습니다.",
        cure="Make one: wagglebot backup {where}",
        cure_ko="백업을 만드세요: wagglebot backup {where}",
    ),
    "backup.drill_no_room": Sentences(
        en="The newest backup cannot be restored on trial: {where} has {free} MiB free, and it needs {needed}.",
        ko="최신 백업을 시험 복원할 수 없습니다. {where}에 {needed}MiB가 필요한데 {free}MiB만 비어 있습니다.",
        cure="Free some space there, or start WaggleBot with TMPDIR set to a folder on a larger disk.",
        cure_ko="공간을 비우거나 TMPDIR을 더 큰 디스크의 폴더로 설정하고 WaggleBot을 시작하세요.",
    ),
    "backup.sign_ins_open": Sentences(
        en="Sign-ins go into encrypted backups only, and those in {where} are not.",
        ko="로그인 정보는 암호화한 백업에만 담을 수 있는데 {where}의 백업은 암호화되지 않았습니다.",
        cure="Make a key (wagglebot backup key FILE) and set WAGGLEBOT_HEALTH__BACKUP_KEY_FILE, or set "
        "WAGGLEBOT_HEALTH__BACKUP_SIGN_INS=false.",
        cure_ko="키를 만들어(wagglebot backup key FILE) WAGGLEBOT_HEALTH__BACKUP_KEY_FILE을 설정하거나 "
        "WAGGLEBOT_HEALTH__BACKUP_SIGN_INS=false로 두세요.",
    ),
    "backup.key_file": Sentences(
        en="The key of the backups {file} cannot be used ({why}).",
        ko="백업 키 {file}을(를) 쓸 수 없습니다({why}).",
        cure="Correct WAGGLEBOT_HEALTH__BACKUP_KEY_FILE, or make a key: wagglebot backup key FILE",
        cure_ko="WAGGLEBOT_HEALTH__BACKUP_KEY_FILE을 바로잡거나 키를 만드세요: wagglebot backup key FILE",
    ),
    "backup.key_there": Sentences(
        en="{file} is there already.",
        ko="{file}이(가) 이미 있습니다.",
        cure="Name another file: what was encrypted with that key could not be read any more.",
        cure_ko="다른 파일을 지정하세요. 덮어쓰면 그 키로 암호화한 백업을 읽을 수 없게 됩니다.",
    ),
    "backup.key_needed": Sentences(
        en="The backups in {where} are encrypted, and no key is given.",
        ko="{where}의 백업은 암호화되어 있는데 키가 없습니다.",
        cure="Set WAGGLEBOT_HEALTH__BACKUP_KEY_FILE or WAGGLEBOT_HEALTH__BACKUP_PASSPHRASE. Without the key nobody can "
        "read them; new backups then need another place.",
        cure_ko="WAGGLEBOT_HEALTH__BACKUP_KEY_FILE이나 WAGGLEBOT_HEALTH__BACKUP_PASSPHRASE를 설정하세요. "
        "키가 없으면 아무도 읽을 수 없으니 새 백업은 다른 곳에 두세요.",
    ),
    "backup.wrong_key": Sentences(
        en="The backups in {where} were encrypted with another key or passphrase.",
        ko="{where}의 백업은 다른 키나 암호로 암호화됐습니다.",
        cure="Set the one they were made with (WAGGLEBOT_HEALTH__BACKUP_KEY_FILE or …_PASSPHRASE). For a new key take "
        "another folder.",
        cure_ko="백업할 때 쓴 키나 암호를 설정하세요(WAGGLEBOT_HEALTH__BACKUP_KEY_FILE 또는 …_PASSPHRASE). "
        "새 키를 쓰려면 다른 폴더를 지정하세요.",
    ),
}

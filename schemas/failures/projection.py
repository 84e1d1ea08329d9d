"""Failures of the projection's database."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_REBUILD: Final = "Rebuild it from the stream: wagglebot replay projection."
_REBUILD_KO: Final = "스트림에서 다시 만드세요: wagglebot replay projection"

SENTENCES: Final[Mapping[str, Sentences]] = {
    "store.access_denied": Sentences(
        en="store.url: the user may not use this database ({where}).",
        ko="store.url: 이 사용자는 데이터베이스를 쓸 수 없습니다({where}).",
        cure="Grant it in MariaDB: GRANT ALL ON db.* TO user.",
        cure_ko="MariaDB에서 권한을 주세요: GRANT ALL ON db.* TO user",
    ),
    "store.login_refused": Sentences(
        en="store.url: the database refuses the user name or the password ({where}).",
        ko="store.url: 데이터베이스가 사용자 이름이나 비밀번호를 거부했습니다({where}).",
        cure="Check both in WAGGLEBOT_STORE__URL.",
        cure_ko="WAGGLEBOT_STORE__URL의 사용자 이름과 비밀번호를 확인하세요.",
    ),
    "store.database_missing": Sentences(
        en="store.url: the database does not exist ({where}).",
        ko="store.url: 데이터베이스가 없습니다({where}).",
        cure="Create it in MariaDB: CREATE DATABASE name CHARACTER SET utf8mb4.",
        cure_ko="MariaDB에서 만드세요: CREATE DATABASE name CHARACTER SET utf8mb4",
    ),
    "store.read_only": Sentences(
        en="The database {where} takes no writes now: it is read-only.",
        ko="데이터베이스 {where}이(가) 읽기 전용이라 지금 쓸 수 없습니다.",
        cure="Let it write again: SET GLOBAL read_only = 0.",
        cure_ko="쓰기를 허용하세요: SET GLOBAL read_only = 0",
    ),
    "store.table_missing": Sentences(
        en="store.url: a table of the projection is missing ({where}).",
        ko="store.url: 프로젝션 테이블이 없습니다({where}).",
        cure=_REBUILD,
        cure_ko=_REBUILD_KO,
    ),
    "store.schema_unknown": Sentences(
        en="store.url: the database has tables, but does not say of which version ({where}).",
        ko="store.url: 데이터베이스에 테이블은 있는데 버전 정보가 없습니다({where}).",
        cure="Name an empty one in WAGGLEBOT_STORE__URL, or move this file away, and start again: it is folded anew.",
        cure_ko="WAGGLEBOT_STORE__URL에 빈 데이터베이스를 적거나 이 파일을 옮긴 뒤 다시 시작하세요. 새로 만들어집니다.",
    ),
    "store.checkpoint_missing": Sentences(
        en="The projection does not say up to which fact it was folded.",
        ko="프로젝션이 몇 번 사실까지 반영했는지 알 수 없습니다.",
        cure=_REBUILD,
        cure_ko=_REBUILD_KO,
    ),
    "store.file_not_opened": Sentences(
        en="store.url: the database file cannot be opened ({where}).",
        ko="store.url: 데이터베이스 파일을 열 수 없습니다({where}).",
        cure="Check that its folder exists and may be written. If that is no file, move it away, then: "
        "wagglebot replay projection.",
        cure_ko="폴더가 있는지, 쓸 권한이 있는지 확인하세요. 파일이 아닌 것이 그 자리에 있으면 옮긴 뒤: "
        "wagglebot replay projection",
    ),
    "store.file_read_only": Sentences(
        en="store.url: the database file may not be written ({where}).",
        ko="store.url: 데이터베이스 파일에 쓸 권한이 없습니다({where}).",
        cure="Check the rights of the file and of its folder.",
        cure_ko="파일과 폴더의 권한을 확인하세요.",
    ),
    "store.file_not_sqlite": Sentences(
        en="store.url: the file is not a SQLite database ({where}).",
        ko="store.url: SQLite 데이터베이스 파일이 아닙니다({where}).",
        cure="Name another file in WAGGLEBOT_STORE__URL, or move this one away and start again.",
        cure_ko="WAGGLEBOT_STORE__URL에 다른 파일을 적거나, 이 파일을 옮긴 뒤 다시 시작하세요.",
    ),
    "store.file_damaged": Sentences(
        en="store.url: the database file is damaged ({where}).",
        ko="store.url: 데이터베이스 파일이 손상되었습니다({where}).",
        cure="Move it away, then rebuild it from the stream: wagglebot replay projection.",
        cure_ko="파일을 옮긴 뒤 스트림에서 다시 만드세요: wagglebot replay projection",
    ),
    "store.no_answer": Sentences(
        en="The database {where} does not answer ({why}).",
        ko="데이터베이스 {where}이(가) 응답하지 않습니다({why}).",
        cure="Check that it runs and can be reached, or correct WAGGLEBOT_STORE__URL.",
        cure_ko="실행 중인지, 연결할 수 있는지 확인하고 WAGGLEBOT_STORE__URL을 살펴보세요.",
    ),
    "store.full": Sentences(
        en="The disk of the database {where} is full. Free some space.",
        ko="데이터베이스 {where}의 디스크가 가득 찼습니다. 공간을 비우세요.",
    ),
    "store.lock_taken": Sentences(
        en="Another process still holds the {name} lock of the database.",
        ko="다른 프로세스가 데이터베이스의 {name} 잠금을 아직 쥐고 있습니다.",
    ),
    "store.address_invalid": Sentences(
        en="store.url: it is not a database address.",
        ko="store.url: 데이터베이스 주소가 아닙니다.",
        cure="Write sqlite:////path/file.db or mysql+pymysql://user:password@host/db.",
        cure_ko="sqlite:////path/file.db 또는 mysql+pymysql://user:password@host/db 형식으로 적으세요.",
    ),
    "store.driver_unsupported": Sentences(
        en="store.url: {driver} is not supported.",
        ko="store.url: {driver}은(는) 지원하지 않습니다.",
        cure="Write sqlite:////path/file.db or mysql+pymysql://user:password@host/db.",
        cure_ko="sqlite:////path/file.db 또는 mysql+pymysql://user:password@host/db 형식으로 적으세요.",
    ),
    "store.address_without_database": Sentences(
        en="store.url: it names no database; one in memory would be lost with every restart.",
        ko="store.url: 데이터베이스 이름이 없습니다. 메모리 데이터베이스는 다시 시작할 때마다 사라집니다.",
        cure="Write sqlite:////path/file.db or mysql+pymysql://user:password@host/db.",
        cure_ko="sqlite:////path/file.db 또는 mysql+pymysql://user:password@host/db 형식으로 적으세요.",
    ),
    "store.folder_not_made": Sentences(
        en="store.url: the folder {folder} cannot be made ({why}).",
        ko="store.url: 폴더 {folder}을(를) 만들 수 없습니다({why}).",
        cure="Name another in WAGGLEBOT_STORE__URL.",
        cure_ko="WAGGLEBOT_STORE__URL에 다른 폴더를 적으세요.",
    ),
    "store.other_stream": Sentences(
        en="The projection was folded from another stream than the broker has now.",
        ko="프로젝션이 지금 브로커에 있는 것과 다른 스트림으로 만들어졌습니다.",
        cure="Check that nats.url and nats.store_dir name the right stream before anything else. Only if they do: "
        "wagglebot replay projection. If facts are missing there: wagglebot restore BACKUP.",
        cure_ko="먼저 nats.url과 nats.store_dir이 맞는 스트림을 가리키는지 확인하세요. "
        "맞다면: wagglebot replay projection. 사실(fact)이 사라졌다면: wagglebot restore BACKUP",
    ),
    "store.ahead_of_stream": Sentences(
        en="The projection holds facts up to {position}, but the broker's stream ends at {end}: it lost facts.",
        ko="프로젝션에는 {position}번 사실까지 있는데 스트림은 {end}번에서 끝납니다. 스트림에서 사실이 사라졌습니다.",
        cure="Rebuilding would erase what is only left here. Stop, and restore the stream: wagglebot restore BACKUP.",
        cure_ko="다시 만들면 여기에만 남은 내용까지 지워집니다. 멈추고 스트림을 복원하세요: wagglebot restore BACKUP",
    ),
    "store.rebuild_process_ended": Sentences(
        en="A process of the rebuild ended; there may be too little memory.",
        ko="다시 만들던 프로세스가 끝났습니다. 메모리가 모자랄 수 있습니다.",
    ),
    "store.no_such_sequence": Sentences(
        en="There is no fact {sequence}: the stream reaches from 1 to {end}.",
        ko="{sequence}번 사실이 없습니다. 스트림에는 1번부터 {end}번까지 있습니다.",
        cure="Look one up: wagglebot events POST.",
        cure_ko="번호 찾기: wagglebot events POST",
    ),
    "store.not_empty": Sentences(
        en="The database to project into holds a projection already.",
        ko="프로젝션을 만들 데이터베이스에 이미 다른 프로젝션이 있습니다.",
        cure="Give the address of an empty one, for example sqlite:////tmp/then.db.",
        cure_ko="빈 데이터베이스의 주소를 적으세요. 예: sqlite:////tmp/then.db",
    ),
}

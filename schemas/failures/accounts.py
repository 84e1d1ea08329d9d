"""Failures of the accounts that films are published to: permission, channels, apps, what an account still takes."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "publish.youtube_client": Sentences(
        en="{setting}: there is no usable client file at {file}.",
        ko="{setting}: {file}에 쓸 수 있는 클라이언트 파일이 없습니다.",
        cure="Make an OAuth client of kind 'desktop app' in Google's console and save its JSON file there.",
        cure_ko="Google 콘솔에서 '데스크톱 앱' 유형의 OAuth 클라이언트를 만들고 JSON 파일을 그 자리에 저장하세요.",
    ),
    "publish.tiktok_client": Sentences(
        en="{setting}: there is no usable client file at {file}.",
        ko="{setting}: {file}에 쓸 수 있는 클라이언트 파일이 없습니다.",
        cure="Make a desktop app on developers.tiktok.com and save its client_key and client_secret there, as JSON.",
        cure_ko="developers.tiktok.com에서 데스크톱 앱을 만들고 client_key, client_secret을 그 자리에 JSON으로 두세요.",
    ),
    "publish.instagram_client": Sentences(
        en="{setting}: there is no usable client file at {file}.",
        ko="{setting}: {file}에 쓸 수 있는 클라이언트 파일이 없습니다.",
        cure="Make an app on developers.facebook.com and save its client_id and client_secret there, as JSON.",
        cure_ko="developers.facebook.com에서 앱을 만들고 client_id와 client_secret을 JSON으로 그 자리에 저장하세요.",
    ),
    "publish.no_permission": Sentences(
        en="{setting}: there is no usable permission of the account at {file}.",
        ko="{setting}: {file}에 쓸 수 있는 계정 권한이 없습니다.",
        cure="Run: wagglebot auth {platform}",
        cure_ko="실행하세요: wagglebot auth {platform}",
    ),
    "publish.no_account_needed": Sentences(
        en="The platform {platform} needs no permission.",
        ko="{platform} 플랫폼에는 따로 권한이 필요하지 않습니다.",
    ),
    "publish.consent_timeout": Sentences(
        en="Nobody agreed in the browser within {minutes} minutes.",
        ko="{minutes}분 안에 브라우저에서 동의가 이루어지지 않았습니다.",
    ),
    "publish.consent_foreign": Sentences(
        en="The browser's answer does not belong to this question.",
        ko="브라우저의 응답이 이번 요청에 대한 것이 아닙니다.",
        cure="Run the command again, and open the address that it prints.",
        cure_ko="명령을 다시 실행하고, 화면에 나온 주소를 여세요.",
    ),
    "publish.consent_refused": Sentences(
        en="The browser's answer is no permission ({why}).",
        ko="브라우저의 응답에 권한이 담겨 있지 않습니다({why}).",
        cure="Run the command again, and agree to every permission that is asked for.",
        cure_ko="명령을 다시 실행하고, 요청하는 권한에 모두 동의하세요.",
    ),
    "publish.no_token": Sentences(
        en="{platform} did not give a lasting permission ({why}).",
        ko="{platform}에서 계속 쓸 수 있는 권한을 받지 못했습니다({why}).",
        cure="Run again: wagglebot auth {platform}",
        cure_ko="다시 실행하세요: wagglebot auth {platform}",
    ),
    "publish.no_professional_account": Sentences(
        en="None of the pages that were allowed belongs to a professional Instagram account.",
        ko="허용한 페이지 중에 Instagram 프로페셔널 계정과 연결된 것이 없습니다.",
        cure="Connect the account with a Facebook page, then run again: wagglebot auth instagram",
        cure_ko="계정을 Facebook 페이지와 연결한 다음 다시 실행하세요: wagglebot auth instagram",
    ),
    "publish.permission_ended": Sentences(
        en="The permission of the account on {platform} has ended ({why}).",
        ko="{platform} 계정의 권한이 끝났습니다({why}).",
        cure="Run: wagglebot auth {platform}",
        cure_ko="실행하세요: wagglebot auth {platform}",
    ),
    "publish.account_banned": Sentences(
        en="The account on {platform} may not post ({why}).",
        ko="{platform} 계정이 게시를 제한당했습니다({why}).",
        cure="Look at the account in the platform's app, then run: wagglebot auth {platform}",
        cure_ko="플랫폼 앱에서 계정 상태를 확인한 다음 실행하세요: wagglebot auth {platform}",
    ),
    "publish.project_refused": Sentences(
        en="{platform} does not let this app or project publish ({why}).",
        ko="{platform}에서 이 앱(프로젝트)의 게시를 허용하지 않습니다({why}).",
        cure="Enable the API or have the app approved in the platform's console, then run: wagglebot auth {platform}",
        cure_ko="플랫폼 콘솔에서 API를 켜거나 앱 승인을 받은 다음 실행하세요: wagglebot auth {platform}",
    ),
    "publish.no_channel": Sentences(
        en="The account that gave permission has no channel on {platform} ({why}).",
        ko="권한을 준 계정에 {platform} 채널이 없습니다({why}).",
        cure="Make a channel, or choose the account that has it: wagglebot auth {platform}",
        cure_ko="채널을 만들거나, 채널이 있는 계정을 골라 다시 실행하세요: wagglebot auth {platform}",
    ),
    "publish.account_full": Sentences(
        en="The account on {platform} takes no more films for now ({why}).",
        ko="{platform} 계정에 지금은 영상을 더 올릴 수 없습니다({why}).",
    ),
    "publish.stopped": Sentences(
        en="Publishing to {account} is stopped ({why}).",
        ko="{account} 게시가 멈춰 있습니다({why}).",
    ),
}

"""Faults of issues and returns, each seen at the real Allegro; the number is the thread in allegro/allegro-api.

`about` (the issue's id) limits each of the first ones to one issue.
"""

KINDS: dict[str, str] = {
    "service_timeout": "The deed is done and the answer is a 504 in the API's shape (#12389, #12423).",
    "issue_status": "A decided claim is shown the other way round, or as `status` (#12340, #12402).",
    "issue_status_stale": "A closed discussion is shown as DISPUTE_ONGOING, a decided claim as open (#13050).",
    "issue_last_message": (
        "lastMessage is one message old, with `mode` files only a buyer's message of files is overlooked, "
        "or its status is `status` (#12119, #12196)."
    ),
    "issue_count_zero": "messagesCount is 0 (#11852).",
    "issue_todo": "initialMessage is “TODO” (#12486).",
    "issue_chat_cut": "Only the newest `most` (100) entries of a talk can be read; offset is ignored (#13381).",
    "issue_chat_oldest_first": "A talk comes oldest first (#12650).",
    "issue_chatbot_as_seller": "Entries of the system have the role SELLER (#12547).",
    "issue_double": "An issue stands twice in the list, the second time under another id (#12556).",
    "issue_missing": "An issue is missing from the list (#12642).",
    "issue_files_500": "500 for a message of files alone; nothing is written (#12974).",
    "issue_label_lost": "A return label is accepted with 201 and then missing (#13388).",
    "issue_answer_without_id": "The answer to a message written has a null id (#12389).",
}

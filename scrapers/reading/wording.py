"""Wording that more than one extractor looks for, as pieces of patterns."""

from __future__ import annotations

AUDIT_LOG = (
    r"(?:audit[- ](?:logs?|logging|trails?|tracking|events?|history|streams?)|audit(?: and| &) (?:\w+ )?logs?"
    r"|(?:activity|event|security|admin(?:istrator)?|access|user activity) (?:log(?:s|ging)?|trails?)(?! in\b)"
    r"|(?:prüf|audit-?|aktivitäts)protokolle?|audit-?spur(?:en)?|journa(?:l|ux) d['’]audit|registros? de auditoría"
    r"|authentication (?:auditing|logs?)|auditing (?:system|capabilit\w+|features?)|logs? all user actions)"
)
SECOND_STEP = (
    r"(?:2FA|MFA|TFA|(?:zwei|mehr|2)[- ]?faktor[- ]?authenti(?:fiz|s)ierung|authentification (?:à deux"
    r"|multi)[- ]?facteurs?"
    r"|autenticación (?:de dos|multi)[- ]?factor(?:es)?|(?:two|multi|2)[- ]factor(?: authentication| login"
    r"| verification)?|(?:two"
    r"|multi|2)[- ]step (?:authentication|log-?in|verification)|second factor)"
)
SUBPROCESSORS = (
    r"(?:sub-?\s?processors?|sub-?\s?contractors?|sub-?data ?processors?"
    r"|(?:unter|sub-?)-?auftrag(?:sverarbeiter|nehmer)\w*"
    r"|sous-traitants?(?: ultérieurs?)?|subencargados?|(?:sub-?responsabil|sub-?appaltator"
    r"|sub-?processor)[ei](?: del trattamento| successivi)?)\b"
)
END_OF_CONTRACT = (
    r"(?:terminat(?:ion|ed?|ing)|expir(?:y|ation|es)|(?:end|close|closing|closure) of (?:the |your |this )?(?:\w+ )?"
    r"(?:contract|agreement|subscription|service|term|account)|(?:clos|cancel|delet)(?:e|es|ed|ing|led|ling|ure)?"
    r" (?:of )?(?:your|the|an|their|its) (?:\w+ )?(?:account|subscription|workspace|organi[sz]ation)"
    r"|account (?:is |has been )?(?:clos|cancel|delet|terminat)\w+|cancel{1,2}ation|leave the service)"
)

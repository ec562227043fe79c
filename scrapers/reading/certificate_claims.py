"""The words by which a sentence claims a certificate, or only speaks of what a standard is, asks or helps with."""

from __future__ import annotations

from scrapers import patterns as re

HELD = re.compile(
    r"\b(?:certified|certificat(?:e|es|ion|ions)|attest\w*|accredited|authori[sz]ed|compliant"
    r"|compliance|complies|comply|audited|audits?|reports?|passed|achieved|achieves|obtained|"
    r"completed?|completes|earned|awarded|maintains?|hold|holds|held|received|undergo(?:es)?"
    r"|undergone|successfully|renew\w*|examination|assessment|assessed|verified|validated"
    r"|available|"
    r"have (?:a|an|our|both)|has (?:a|an|both)|registered|listed|is on the|certificates"
    r"|service provider|level 1|zertifizier\w*|zertifikat\w*|certifiée?s?|certificad[oa]s?|certificación)\b",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\bour (?:(?:latest|current|\w+) )?(?:ISO|SOC)[\w /-]{0,24} (?:certificates?|reports?)\b|"
    r"\b(?:certified|attest(?:ed|ation)|accredited|audited|achieved|achieves|obtained|earned"
    r"|passed|awarded|maintains?|holds?|received|completed|undergo(?:es|ne)?|"
    r"certification|zertifizier\w*|zertifikat\w*|certifiée?s?|certificad[oa]s?|certificación|reports?|compliant"
    r"|have (?:a|an|our|both)|has (?:a|an|both)|certifications are available)\b",
    re.IGNORECASE,
)
HINT = re.compile(
    r"\b(?:align(?:s|ed|ing|ment)?|designed (?:to|for|in|around|with)|based (?:up)?on"
    r"|in (?:line|keeping|conformity) with|modell?ed|follow(?:s|ed)?|(?<!the )following"
    r"|framework|frameworks|guidelines?|guidance|principles?|equivalent|comparable|similar to"
    r"|inspired|standards for|certifications? (?:such as|like)|should be|consistent with|adher\w+"
    r"|best practices?|recommend\w*"
    r"|mapped|mappings?|maps? (?:on)?to|map to|readiness|ready|requirements?\b|you need|standards? (?:such as|like"
    r"|including)|such as (?:the )?(?:standard|clause)"
    r"|(?:allow|enable|help|assist|let|empower|aid|support)(?:s"
    r"|ing)? (?:\w+[ ,]+){0,6}?(?:meet|achieve|comply|compliance|become|obtain|attain|pass"
    r"|satisfy|adhere|prepare|standards)"
    r"|(?:reduc|simplif|streamlin|accelerat|eas)(?:e|es|ing|y|ies) [^;]{0,60}\b(?:complian\w+|certif\w+|audits?)"
    r"|(?:observation|audit) (?:window|period)s? (?:(?:usually|typically|normally) )?(?:runs?|lasts?|takes?|spans?)"
    r"|examples?|must (?:\w+ )?(?:comply|be|meet|hold|have)|any (?:organi[sz]ation|company|business|entity)"
    r"|(?:organi[sz]ations|companies|businesses|firms|providers|vendors) (?:that|who|which) (?:are|have|hold)"
    r"|peu(?:t|vent)|doi(?:t|vent)|può|puede|debe|deve|muss|seeking|consider(?:ing|ed|ation)?"
    r"|introduction to|overview of|(?:can|may|could) help"
    r"|build on|is an? (?:\w+ ){0,5}(?:standard|framework|regulation|law|certification|report)"
    r"|defines?|controls? \d+|safeguards? \d+|developed by|published by|adopted|clause \d+"
    r"|to (?:meet|satisfy|achieve)|may satisfy|for (?:those|customers|companies|teams"
    r"|anyone) (?:who are )?(?:pursuing|seeking)|if you|customers? who\b|from time to time|may or may not"
    r"|may (?:\w+ )?obtain"
    r"|voluntary|required (?:for|by)|mandated|your own|mostly|partially|don['’]t need|widely|commonly"
    r"|(?:guides?|playbook|templates?|workflows?|synergy)|non-complian\w+|requires?\b"
    r"|ask(?:s|ed)? (?:us |you )?(?:if|whether|for|to)"
    r"|for (?:the )?(?:service )?(?:organi[sz]ations|companies|businesses|startups|teams)"
    r"|standards?\.?$|substantially|comparable"
    r"|z\. ?B|kann den Nachweis|durch Vorlage|e\.g|as (?:and when )?(?:obtained|attained|achieved)|information on|etc"
    r"|such as|as to compliance"
    r"|or other (?:standards?|certif\w+)"
    r"|or (?:any |an? )?(?:equivalent|similar|successor)"
    r"|reports (?:provide|help|demonstrate|give|evaluate|are (?:designed|intended|issued under))"
    r"|means\b|what (?:is|does)\b|demonstrates that an?\b|may (?:be|include|request)|either"
    r"|internal audits?|(?<!certified )(?<!certification )(?<!audited )in accordance with"
    r"|whether|(?:like|including) GDPR)\b"
    r"|\A\W*(?:\w+ )?(?:[A-Z]{3,}[\w /.-]{0,24}?)\s?[-–—:]\s(?:must|mandates?|protects?|regulates?|governs?)\b",
    re.IGNORECASE,
)
WHY = re.compile(
    r"\W*(?:why|how to|when|who|support(?:ing)?|using|understanding|preparing|mapping|getting|passing|achieving"
    r"|process(?:us|o)?|steps?|étapes)\b",
    re.I,
)
PRAISES = re.compile(
    r"\W*(?:[\w/]+ ){1,5}(?:certification|compliance|attestation|report) (?:demonstrates|shows|proves|means|ensures)\b"
    r"|\W*(?:La|Die|Una?|Une|Eine) (?:certification|Zertifizierung|certificación|certificazione) [\w/ -]{3,24}? (?:"
    r"démontre|prouve|montre|zeigt|belegt|demuestra|dimostra)\b"
)
"""What a certificate is good for may be said before it is held."""
YEARLY = re.compile(r"\b(?:annual|yearly|regular|independent) (?:[\w/-]+ ){0,6}?audits?\b", re.IGNORECASE)

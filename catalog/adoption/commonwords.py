"""Words of everyday language that are also names of tools: alone in a text they tell no tool."""

COMMON = frozenset(
    """
    abstract ado aha amplitude around asana backlog bamboo bard basecamp beacon bear bill bitly block bold bonsai
    box braid brain branch braze breeze bridge buffer butter calm canny canvas cascade chime circle clara claude
    clio clockwise close clubhouse coda comet compass confluence copilot copper craft crisp cursor customer
    dashboard deel deputy discord docs doodle doppler drawing drift drip drive duo echo elements envoy evergreen
    excel fathom fellow figure fin fireflies flock flow folk forest forge forms fred freedom front fusion gamma
    gather gemini ghost gong grain granola greenhouse grok groove guru gusto hangouts harvest heap height help hey
    highlight hive hopin hub ig insight inspire insta intercom invision iris jarvis jasper join junie justice karbon
    keeper kit krisp later lattice launch leap lever levity lexis line linear lois loom lucid lumen lyra make mango
    marker marvel matter medium meet mega meister memo mercury messenger metro miro mistral monarch monday motion
    mural nest notion oasis obsidian omni origin otter outline outlook outreach overleaf pages panda pandora paper
    patch periscope perplexity pilot pins pitch planner plausible pocket podia pop postman prezi principle protege
    pulse quip quo rally ramp range reader reels relay remember rev ring rippling river roam rocket sage salesloft
    scribe segment sense sentry shake shift shortcut sidekick signal sketch skype slack slides smart snap snapchat
    soapbox spark spike sprout spruce square stack stage stream stripe superhuman swift tableau tally tandem tango
    tape target teams telegram tempo thread threads toast together trend tribe tuple twist twitch typeface upwork
    vault vibe vine visible voice volley wave welcome whereby whimsical windsurf wire wise word words workplace x
    yoga zeit zoho zoom
    """.split()
)

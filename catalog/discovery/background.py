"""Domains that browsers and machines speak to by themselves: content networks, ads, trackers, upkeep of the system.

Nobody picked them as a tool, so they are no candidates, and no use of the tool that they belong to: whoever reads a
page with somebody's counter in it uses no counter. A domain stands here with all that lies under it, but for what the
catalog knows more exactly (`meet.googleapis.com`).
"""

from typing import Final

CONTENT: Final = frozenset(
    """
    akadns.net akahost.net akamai.net akamaiedge.net akamaihd.net akamaistream.net akamaized.net akstat.io
    azureedge.net azurefd.net b-cdn.net bootstrapcdn.com bunnycdn.com cachefly.net cdn77.org cdninstagram.com
    cdnjs.com cloudflare-dns.com cloudflareinsights.com cloudflarestorage.com cloudflarestream.com cloudfront.net
    edgecastcdn.net edgekey.net edgesuite.net fastly.net fastlylb.net fbcdn.net footprint.net ggpht.com
    googleapis.com googleusercontent.com gstatic.com gvt1.com gvt2.com gvt3.com hwcdn.net incapdns.net jquery.com
    jsdelivr.net jwpcdn.com kxcdn.com licdn.com limelight.com llnwd.net lswcdn.net msecnd.net netdna-cdn.com
    netdna-ssl.com pinimg.com polyfill.io rackcdn.com rncdn.com stackpathcdn.com stackpathdns.com trafficmanager.net
    twimg.com typekit.com typekit.net vo.msecnd.net wpengine.netdna-cdn.com yimg.com ytimg.com zencdn.net
    """.split()
)
ADS: Final = frozenset(
    """
    2mdn.net 33across.com 360yield.com 3lift.com a-mo.net ad.gt adcolony.com addthis.com adform.net adgrx.com
    adlightning.com admedo.com adnxs.com ads-twitter.com adsafeprotected.com adsrvr.org adswizz.com
    adtechus.com advertising.com amazon-adsystem.com aniview.com app-us1.com appier.net atdmt.com bidr.io
    bidswitch.net bluekai.com brealtime.com casalemedia.com clickagy.com cnvrtr.com connatix.com contextweb.com
    criteo.net demdex.net doubleclick.net doubleverify.com emxdgt.com everesttech.net exelator.com exponential.com
    eyeota.net flashtalking.com fwmrm.net gammaplatform.com googleadservices.com googlesyndication.com
    googletagservices.com gumgum.com id5-sync.com imrworldwide.com indexww.com inner-active.mobi intentiq.com
    ipredictive.com justpremium.com kargo.com krxd.net liadm.com lijit.com lkqd.net loopme.me mathtag.com media.net
    mediavine.com mgid.com ml314.com moatads.com mookie1.com mopub.com nativo.com netmng.com omnitagjs.com
    onetag-sys.com openx.net outbrain.com permutive.com postrelease.com pub.network pubmatic.com pubmine.com
    quantserve.com revcontent.com rfihub.com richaudience.com rlcdn.com rubiconproject.com seedtag.com
    serving-sys.com sharethrough.com simpli.fi sitescout.com smaato.net smartadserver.com sonobi.com spotxchange.com
    stickyadstv.com supersonicads.com synacor.com taboola.com teads.tv tidaltv.com tremorhub.com tribalfusion.com
    triplelift.com turn.com undertone.com unityads.com verve.com vungle.com yieldlab.net yieldmo.com
    yieldoptimizer.com zedo.com zemanta.com
    """.split()
)
TRACKERS: Final = frozenset(
    """
    adobedc.net agkn.com alexametrics.com app-measurement.com appsflyersdk.com bat.bing.com bizible.com
    bounceexchange.com chartbeat.net clarity.ms clicktale.net company-target.com contentsquare.net cookielaw.org
    crashlytics.com crwdcntrl.net datadoghq-browser-agent.com effectivemeasure.net fls.doubleclick.net go-mpulse.net
    google-analytics.com googletagmanager.com heapanalytics.com histats.com hotjar.io hs-analytics.net hs-banner.com
    hs-scripts.com hsadspixel.net hscollectedforms.net inspectlet.com ioam.de litix.io marinsm.com marketo.net
    maxymiser.net mktoresp.com mxpnl.com nr-data.net omtrdc.net owneriq.net privacy-mgmt.com quantummetric.com
    sail-horizon.com scarabresearch.com scorecardresearch.com segment.io sentry-cdn.com sessioncam.com
    siteimproveanalytics.com siteimproveanalytics.io snowplow.io tealiumiq.com tiqcdn.com trkn.us
    visualwebsiteoptimizer.com webtrendslive.com wt-eu02.net xiti.com yandex-metrica.com
    """.split()
)
UPKEEP: Final = frozenset(
    """
    aaplimg.com amazontrust.com apple-dns.net archive.ubuntu.com certum.pl comodoca.com
    connectivity-check.ubuntu.com crl.globalsign.com crl3.digicert.com crl4.digicert.com detectportal.firefox.com
    globalsign.net identrust.com in-addr.arpa ip6.arpa lencr.org mozgcp.net msftconnecttest.com msftncsi.com
    mzstatic.com ntp.org ocsp.digicert.com ocsp.entrust.net ocsp.globalsign.com ocsp.sectigo.com pki.goog
    pool.ntp.org push.apple.com quovadisglobal.com quovadisoffshore.com root-servers.net security.ubuntu.com
    services.mozilla.com starfieldtech.com swisssign.net symcb.com symcd.com telemetry.mozilla.org thawte.com
    time.apple.com time.windows.com usertrust.com verisign.com windowsupdate.com
    """.split()
)
KINDS: Final = {"content network": CONTENT, "ads": ADS, "tracker": TRACKERS, "upkeep": UPKEEP}
KIND_OF: Final = {domain: kind for kind, domains in KINDS.items() for domain in domains}
TRAFFIC: Final = frozenset(
    """
    any bittorrent dhcp dns ftp http http-proxy http.browser http2 https https.browser icmp ike imap incomplete
    insufficient-data ipsec ipsec-esp-udp kerberos ldap ms-ds-smb ms-rdp msrpc netbios netbios-dg netbios-ns
    netbios-ss network not-applicable ntp ocsp ping pop3 quic rdp rtp sip smb smtp snmp ssh ssl ssl/tls stun syslog
    tcp telnet tls traceroute udp unknown unknown-p2p unknown-tcp unknown-udp web-browsing websocket
    """.split()
)  # what firewalls call applications, and nobody picks


def of_domain(host: str) -> str | None:
    """Give the kind of background that a host (lower case) is: one of `KINDS`, None for one that may be a tool."""
    while host:
        kind = KIND_OF.get(host)
        if kind is not None:
            return kind
        host = host.partition(".")[2]
    return None


def of_app(name: str) -> bool:
    """Say whether the name of an app is that of mere traffic."""
    return name.lower() in TRAFFIC

"""The network: pages in, findings and facts out. Imports `catalog` only.

Contents, in the data's way:

address         may this address be visited? the guard's pure half
gate            the one gate that every socket of the program goes through
transport       httpx over the gate
decode          bytes off the wire → bytes of the page, in bounded memory
charset         the server's charset → UTF-8
pace            how often, and how many at once, a host is asked
alive           which run of the program still goes on
shared_pace     the same for all runs of the program together, by the store
robots          what a site's robots.txt allows
fetch           polite, bounded HTTP → response, or why not
proxy           the browser's only way out, through the gate
render          the same fetching through a real browser, where the plain way gives too little
kinds           what kind of page an address leads to
sources         site → pages worth watching, ranked by kind
pressing        how pressing it is to look at a source again, and why
goal            what was typed → what a crawl fetches
patterns        what is looked for in a text, asked of RE2 first
page            bytes → text with places, tables, links
reading         sentences: of whom and which plan they speak, and whether they deny it
finding         what a page states, not yet believed
extract         one family of facts each
draft           a tool that nobody has described yet
reader          reading in a child process, within limits of time and memory
storage         logs that a URL names, by the gate
engines         clusters that count logs where they lie, one file each
questions       what a language model is asked about a page
replies         what it replied → findings that stand on the page
language_model  the model that may be asked, at the one address that was set
archive         the place of the snapshots, as the settings name it
record          a fetched page → its snapshot and its facts
stored          a stored snapshot, read again
nameserver      what the name servers say of a domain
site            a site as anybody sees it from outside
observe         one criterion each that can be seen from outside
observing       what is seen → facts
listing         what a public registry says: entries, not yet believed
registries      one public registry each
matching        which known tools an entry is about
registry        a registry's entries → facts
pricing         a tool's plans and prices in the form of a registry
visit           a crawl as the settings want it
changes         what changed between two looks at a page
crawl           one tool's way: find, fetch, store, extract, record
watch           which tool to look at next
cli             the commands, one file each
"""

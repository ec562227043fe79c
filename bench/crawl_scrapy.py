"""Scrapy over the site of bench/crawl_site.py: run by bench/crawl.py with the Python of an environment that has it."""

import json
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess

SETTINGS = {
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": int(sys.argv[2]),
    "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[2]),
    "LOG_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
}


facts = {}
began = []


class Plans(scrapy.Spider):
    name = "plans"
    start_urls = (f"{sys.argv[1]}/plans/0",)

    def parse(self, response):
        if not began:
            began.append(time.perf_counter())
        facts[response.url.rpartition("/")[2]] = [
            response.css("title::text").get(), response.css("p.price::text").get()
        ]  # fmt: skip
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse)


process = CrawlerProcess(SETTINGS)
process.crawl(Plans)
process.start()
print(json.dumps({"seconds": time.perf_counter() - began[0], "facts": facts}))

"""The program's own messages in English: refusal notes and errors, by the phrases that they are made of.

Words of documents, titles and addresses in a message stay as they are; a message without a known phrase is not changed.
"""

from __future__ import annotations

import re

_PHRASES: tuple[tuple[str, str], ...] = (
    # refusals
    (r"所收文件没有(?:规定|说明|回答)这[个一]问题。?", "The documents do not say anything on this. "),
    (r"所选文件没有(?:规定|说明|回答)这[个一]问题。?", "The chosen documents do not say anything on this. "),
    (r"(《[^》]+》)没有规定这个问题。?", r"\1 does not say anything on this. "),
    (r"所收文件中没有找到相关内容。?", "Nothing on this was found in the documents. "),
    (r"所选文件中没有找到相关内容。?", "Nothing on this was found in the chosen documents. "),
    (r"没有找到(?:更多)?相关条文。?", "No (further) clause on this was found. "),
    (r"所收文件中没有这段文字，也没有与它相近的。?", "This passage is not in the documents, nor anything like it. "),
    (r"所收文件中没有([^。，]+)。", r"The documents do not have \1. "),
    (r"所选文件中没有([^。，]+)。", r"The chosen documents do not have \1. "),
    (r"最相近的(.+?)不是关于(.+?)的规定。?", r"The nearest clause, \1, is not about \2. "),
    (r"“([^”]+)”有(\d+)处：([^。]+)。?", r"“\1” stands in \2 places: \3. "),
    (r"库中没有(《[^》]+》)。?", r"\1 is not in the library. "),
    (r"没有写明是哪个文件的，库中有(\d+)个文件。?", r" does not say of which document; there are \1. "),
    (r"(《[^》]+》)共(\d+)[条章节]（([^）]+)）", r"\1 has \2 (\3)"),
    (r"(《[^》]+》)共(\d+)([条章节])", r"\1 has \2 \3"),
    (r"，没有(第[^。，]+)。?", r", but no \1. "),
    # greetings
    (
        r"您好。请直接提问，我会从已收录的文件中找出作答的条文原文；没有依据的问题不作答。",
        "Hello. Ask a question: the clause that answers it is quoted, and nothing else is answered. ",
    ),
    (
        r"我只引用已收录文件的原文，不代写、不翻译。需要依据时请直接提问。",
        "I only quote the documents; I write and translate nothing. Please ask where you need their words. ",
    ),
    (r"我只引用已收录文件的原文，不作评价。", "I only quote the documents and do not judge them. "),
    (r"不客气。还有问题请接着问。", "You are welcome. Ask on if there is more. "),
    (r"再见。", "Goodbye. "),
    (
        r"我是“条文”，一个离线的法规问答工具：只引用已收录文件的原文并注明出处，不编写、不推断。",
        "This is Tiaowen, an offline tool that answers from regulations: it quotes the documents with their addresses "
        "and invents nothing. ",
    ),
    (
        r"所收文件都是中文的：请用中文提问，或写明条号。The documents are in Chinese: please ask in Chinese, ",
        "The documents are in Chinese: please ask in Chinese, ",
    ),
    # what is wrong, and what to do
    (
        r"程序出错，这次没有得到结果；对话仍在，可以再试一次",
        "Something went wrong; the conversation is kept, try again",
    ),
    (r"程序出错，文库没有变", "Something went wrong; the library has not changed"),
    (r"程序出错，没有生成结果。", "Something went wrong; there is no result. "),
    (r"已停止，还没有做完任何一行。", "Stopped before any row was done. "),
    (r"已停止，没有生成结果。", "Stopped; there is no result. "),
    (r"问题有 (\d+) 字，要少于 (\d+) 字", r"The question has \1 characters and must have fewer than \2"),
    (r"缩短问题，或只粘贴要查的一段", "shorten it, or paste only the part to be looked up"),
    (r"什么也没有输入|问题是空的", "Nothing was typed"),
    (r"输入要查的问题(?:，例如：.*?？)?|输入想问的内容", "type a question"),
    (r"只有标点或符号", "There are only punctuation marks"),
    (r"其中有控制字符", "It holds control characters"),
    (r"删去看不见的字符后再问", "remove what cannot be seen"),
    (r"限定检索的文件已不在文库里", "The documents that the search is limited to have left the library"),
    (r"重新选择检索范围", "choose again where to search"),
    (r"这部文件已不在文库里", "This document has left the library"),
    (r"从文库列表重新选择", "choose from the list again"),
    (r"没有找到“([^”]*)”", r"“\1” was not found"),
    (
        r"写文件名、地址（考核办法 44条3项）或原文里的字；问题请到“问答”里提",
        "type a title, an address (考核办法 44条3项) or words of the text; questions go to “Ask”",
    ),
    (r"现在提问的人太多，已有 (\d+) 个在排队", r"Too many are asking: \1 are waiting"),
    (r"稍等几秒再试一次", "try again in a few seconds"),
    (r"这个对话已有 (\d+) 问", r"This conversation has \1 questions"),
    (r"开始新对话；这个对话仍保留着，也可以导出", "begin a new one; this one is kept and can be exported"),
    (r"这里的文库只能阅读", "The library can only be read here"),
    (r"它与一起选的 (.+?) 逐字节相同", r"It is the same, byte for byte, as \1, chosen with it"),
    (r"放入其中一份就够", "add one of them"),
    (r"它与 (.+?) 逐字节相同", r"It is the same, byte for byte, as \1"),
    (r"直接使用文库里的那一份，或先移除它再放入", "use the one in the library, or remove that first"),
    (r"文件是空的（0 字节）", "The file is empty"),
    (r"确认文件已完整保存或下载", "see that it was saved or downloaded whole"),
    (r"里面没有找到可以引用的文字", "There are no words in it that could be quoted"),
    (r"打不开，文件不完整或已损坏", "It cannot be opened: incomplete or damaged"),
    (r"打不开（[^）]*）", "It cannot be opened"),
    (r"重新下载，或用阅读器另存一份|重新下载或重新保存|用 Word 打开后重新另存", "download or save it again"),
    (r"它已加密，需要密码才能打开", "It is encrypted and needs a password"),
    (r"去掉密码后重新保存", "save it without the password"),
    (r"它有 ([\d.]+) MB，超过了 (\d+) MB", r"It has \1 MB, more than \2 MB"),
    (r"拆成几个较小的文件|拆分后再上传|分几次放入(?:，或打成 zip 压缩包)?", "divide it"),
    (r"另存为其中一种格式后再(?:上传|运行)", "save it as one of these"),
    (r"另存为 (.+?)(?=[。；]|$)", r"save it as \1"),
    (r"csv、xlsx、jsonl、txt 之一", "csv, xlsx, jsonl or txt"),
    (r"至少一行问题", "at least one row"),
    (r"(\S+) 是空的", r"\1 is empty"),
    (r"填入问题后再(?:运行|上传)", "fill in questions"),
    (r"还没有选出问题列", "No column of questions has been chosen"),
    (r"先选出问题列", "choose the column first"),
    (r"至多 ([\d,]+) 行", r"at most \1 rows"),
    (r"这张表更长", "this table is longer"),
    (r"这份问题已不在服务器上", "The server does not have this table any more"),
    (r"重新上传", "upload it again"),
    (r"写明文件名(?:，核对号码|或上一级的号码)?", "name the document"),
    (r"核对号码", "check the number"),
    # the frame of errors
    (r"需要：", "Wanted: "),
    (r"实际：", "Found: "),
    (r"请：", "To do: "),
    (r"(?<=[。 .])请(?=[a-z])", "Please "),
)
_COMPILED = tuple((re.compile(pattern), english) for pattern, english in _PHRASES)


def english(text: str) -> str:
    """The message with all known phrases in English; the message itself where none is known."""
    found = text
    for pattern, replacement in _COMPILED:
        found = pattern.sub(replacement, found)
    return found if found == text else re.sub(r" {2,}|。\s*(?=$)", " ", found.replace("。", ". ")).strip()

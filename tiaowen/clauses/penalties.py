"""What questions on a consequence say, and what clauses say that set one."""

from __future__ import annotations

import re

CONSEQUENCE = re.compile(r"后果|怎么处理|如何处理|处分|惩罚|处罚|追责|怎么[办罚样]|咋[整办罚]|怎样|会被?[罚处怎]|罚")
"""What a question on a consequence says."""
PENALTY = re.compile(r"处[^理于置境]|罚|责令|处分|撤销|吊销|没收|追究|不得|予以|给予|确定为|警告|取消|赔偿|承担|通报")
"""What a clause says that sets one."""
SETS = re.compile(r"处[^理于置境]|罚|责令|处分|吊销|没收|追究|给予|警告|取消|赔偿|通报|记过|开除")
"""The same without what a prohibition says too."""
GRADE = re.compile(r"严重|较重|轻微|恶劣|拒不|不改|逾期|造成|犯罪|再次|第二次|屡|最[高重多轻低少]|吊销|至[多少]")
"""What a question says that names a step."""

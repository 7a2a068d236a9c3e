"""Names in Han characters: Chinese, Japanese, and foreign ones spelled by sound."""

from __future__ import annotations

import re
from importlib import resources


def lines_of(name: str) -> list[str]:
    """The lines of a word list beside this module, its comments left out."""
    text = (resources.files("litrex.mentions") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


SURNAMES = "".join(lines_of("surnames.txt"))
JAPANESE = frozenset(lines_of("japanese_surnames.txt"))
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "司徒", "端木", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "独孤", "宇文")
# The characters with which foreign names are spelled by sound.
_SOUNDS = frozenset(
    "阿埃艾爱安奥巴拜班邦保鲍贝本比彼毕宾波伯博布采查柴楚茨达戴丹道德登邓迪蒂丁杜顿多厄恩耳尔法凡范菲费芬丰弗夫福傅盖冈戈格根古瓜圭哈海汉杭"
    "塞豪赫亨洪侯胡华怀惠霍基吉季加贾简金京卡凯坎康考柯科克肯孔库奎拉莱赖兰朗劳勒雷黎里理利莉列林琳隆龙卢鲁路伦罗洛吕马玛迈麦曼芒梅门蒙孟米明"
    "缪莫默姆木穆纳娜乃奈南内尼涅宁牛纽努诺欧帕派潘庞佩彭皮匹平珀普齐奇契恰强乔钦琴丘萨赛桑森沙山珊尚绍舍申圣施什史舒斯朔松苏索塔泰坦汤唐"
    "陶特腾提汀廷通图托瓦万旺威韦维魏温文翁沃乌吴伍武西希锡席夏香肖谢辛欣休许逊雅亚延扬杨耶叶伊依因英尤于约宰赞泽扎詹哲珍治朱卓兹佐"
)
_NO_SOUND = re.compile(
    r"阿尔茨海默|帕金森|克罗恩|霍奇金|安慰|巴西|墨西哥|马来西亚|伊朗|古巴|埃及|波兰|芬兰|爱尔兰|苏格兰|乌克兰|罗马尼亚"
    r"|希腊|巴基斯坦|沙特|维也纳|伦敦|马德里|巴塞罗那|米兰|罗马|巴黎|柏林|黎巴嫩|南非|华盛顿|杭州|伊斯坦布尔|德里|雅典|马尼拉"
    r"|以色列|比利时|挪威|丹麦|瑞典|新西兰|意大利|匈牙利|保加利亚|克罗地亚|塞尔维亚|英格兰|威尔士|泰国|华人|西班牙|本文|本组"
)
_NO_NAME = re.compile(
    r"[的和与及或在对为是以从将被由把给用时这那该此其各每了着过有无未不也均都并但而因所等可能会]|患者|病人"
    r"|研究|试验|细胞|治疗|疗法|疾病|临床|移植|输注|注射|结果|显示|报[道告]|症状|感染|发热|头痛"
    r"|炎|系统|免疫|抗体|水平|评分|医院|大学|中心|科室|教授|学者|作者|组织|脏|事件|反应|疼痛|药物|因子|指标"
    r"|功能|器官|国家|地区|方法|因素|小鼠|大鼠|病$|癌|瘤|症|贫血|出血|高压|骨折|我国|国内|国外|多家|几位|美国"
    r"|英国|德国|法国|日本|韩国|意大利|西班牙|中国|欧洲|个团队|^团队|另|几家|该院|本院|课题|国际|全国|专家"
    r"|志愿|受试|家属|母亲|父亲|孩子|儿童|老人|男性|女性|对象|成员|参与|[二三两四五]人|同上|前瞻|回顾|多中心"
)
_NO_PERSON = re.compile(
    r"方案|指南|共识|标准|年度|方[法式]|平均|安全|经[验济]|常[规见]|左|右|计[划算]|时间|成[人本]|应用|全部|相关|单[次组臂]"
)


def is_han(text: str) -> bool:
    return bool(text) and all("一" <= c <= "鿿" for c in text)


def no_name(text: str) -> bool:
    """Whether a stretch holds a word that no name has."""
    return _NO_NAME.search(text) is not None


def is_chinese(name: str) -> bool:
    """Tell a Chinese name: a surname alone, or with one or two characters of a given name.

    >>> [is_chinese(n) for n in ("王", "陈国栋", "欧阳明华", "方案", "患者")]
    [True, True, True, False, False]
    """
    longest = 4 if name.startswith(_DOUBLE) else 3
    return (
        is_han(name)
        and len(name) <= longest
        and name[0] in SURNAMES
        and not no_name(name[1:])
        and _NO_PERSON.search(name) is None
    )


def is_foreign(name: str) -> bool:
    """Tell a Japanese surname, or a name of three characters or more that are all used to spell foreign names by sound.

    >>> [is_foreign(n) for n in ("佐藤", "埃里克森", "何塞·加西亚", "帕金森", "骨髓", "马来西亚")]
    [True, True, True, False, False, False]
    """
    plain = name.replace("·", "")
    if not is_han(plain) or no_name(plain) or _NO_SOUND.search(plain):
        return False
    return name in JAPANESE or "·" in name.strip("·") or (len(plain) >= 3 and set(plain) <= _SOUNDS)


def is_name(name: str) -> bool:
    """Tell a name of any of these kinds."""
    return is_chinese(name) or is_foreign(name)

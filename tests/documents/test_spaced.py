"""Columns that only white space holds apart keep their cells; prose, lists and references with wide gaps are no tables."""

from __future__ import annotations

import pytest

from litrex.documents.plain import read
from litrex.schema.document import Block


def tables(raw: str) -> list[Block]:
    return [block for block in read(raw).blocks if block.cells]


def grid(block: Block) -> list[list[str]]:
    height = 1 + max(cell.row for cell in block.cells)
    return [[cell.text.text for cell in block.cells if cell.row == row] for row in range(height)]


TABLES = [
    (
        "zh_double",
        (
            "脊髓损伤的细胞治疗\n"
            "\n"
            "表1  干细胞治疗脊髓损伤的临床研究\n"
            "作者(年份)          例数    细胞来源            剂量           途径      随访\n"
            "邓某某等(2014)      20      自体骨髓            2×10^7         鞘内      12个月\n"
            "                            间充质干细胞\n"
            "卢等(2017)          36      脐带间充质干细胞    1×10^6/kg      静脉      6个月\n"
            "申屠等(2020)        9       嗅鞘细胞            -              髓内      24个月\n"
            "注：-，未报道。\n"
            "\n"
            "正文在此继续。\n"
        ),
        [
            ["作者(年份)", "例数", "细胞来源", "剂量", "途径", "随访"],
            ["邓某某等(2014)", "20", "自体骨髓间充质干细胞", "2×10^7", "鞘内", "12个月"],
            ["卢等(2017)", "36", "脐带间充质干细胞", "1×10^6/kg", "静脉", "6个月"],
            ["申屠等(2020)", "9", "嗅鞘细胞", "-", "髓内", "24个月"],
        ],
    ),
    (
        "zh_single_width",
        (
            "作者    例数  细胞      途径  结果\n"
            "邓某等  20   骨髓细胞    鞘内  改善\n"
            "卢等   136  脐带     静脉  无变化\n"
            "申屠等  9   嗅鞘细胞    髓内  改善\n"
        ),
        [
            ["作者", "例数", "细胞", "途径", "结果"],
            ["邓某等", "20", "骨髓细胞", "鞘内", "改善"],
            ["卢等", "136", "脐带", "静脉", "无变化"],
            ["申屠等", "9", "嗅鞘细胞", "髓内", "改善"],
        ],
    ),
    (
        "en_blank_rows",
        (
            "Table 2. Gene therapy of haemophilia\n"
            "\n"
            "Study              Vector          Patients    Findings                         Adverse events\n"
            "\n"
            "Okafor et al.      AAV5            13          Factor VIII activity rose to     Raised liver\n"
            "(2018)                                         a median of 60% and bleeding     enzymes (11)\n"
            "                                               stopped in nine\n"
            "\n"
            "Lindqvist et al.   AAV8            6           Factor IX 5% of normal           None\n"
            "(2019)\n"
            "\n"
            "Marchetti et al.   Lentivirus      4           No change                        Fever (1)\n"
            "(2021)\n"
            "\n"
            "Abbreviations: AAV, adeno-associated virus.\n"
        ),
        [
            ["Study", "Vector", "Patients", "Findings", "Adverse events"],
            [
                "Okafor et al. (2018)",
                "AAV5",
                "13",
                "Factor VIII activity rose to a median of 60% and bleeding stopped in nine",
                "Raised liver enzymes (11)",
            ],
            ["Lindqvist et al. (2019)", "AAV8", "6", "Factor IX 5% of normal", "None"],
            ["Marchetti et al. (2021)", "Lentivirus", "4", "No change", "Fever (1)"],
        ],
    ),
    (
        "en_centred",
        (
            "                       Probiotic group             Placebo group\n"
            "Outcome              Before       After          Before       After\n"
            "Stool frequency        2.1         4.8             2.2         2.5\n"
            "Pain score             6.0         3.1             5.9         5.2\n"
            "Bloating               4.4         2.0             4.1         4.0\n"
        ),
        [
            ["", "Probiotic group", "Placebo group"],
            ["Outcome", "Before", "After", "Before", "After"],
            ["Stool frequency", "2.1", "4.8", "2.2", "2.5"],
            ["Pain score", "6.0", "3.1", "5.9", "5.2"],
            ["Bloating", "4.4", "2.0", "4.1", "4.0"],
        ],
    ),
    (
        "en_right_aligned",
        (
            "Study           N   Age   Dose (mg)   Responders (%)\n"
            "Abe 2011      120    54         100               45\n"
            "Novak 2013      8     9          50              100\n"
            "Reyes 2016   1024    61           5                7\n"
        ),
        [
            ["Study", "N", "Age", "Dose (mg)", "Responders (%)"],
            ["Abe 2011", "120", "54", "100", "45"],
            ["Novak 2013", "8", "9", "50", "100"],
            ["Reyes 2016", "1024", "61", "5", "7"],
        ],
    ),
    (
        "en_missing_middle",
        (
            "Trial        Phase    Patients    Dose            Follow-up\n"
            "ALPHA        II       40          5 mg/kg         12 wk\n"
            "BETA                  22                          24 wk\n"
            "GAMMA        III      310         10 mg/kg\n"
            "DELTA        I                    1 mg/kg         4 wk\n"
        ),
        [
            ["Trial", "Phase", "Patients", "Dose", "Follow-up"],
            ["ALPHA", "II", "40", "5 mg/kg", "12 wk"],
            ["BETA", "", "22", "", "24 wk"],
            ["GAMMA", "III", "310", "10 mg/kg", ""],
            ["DELTA", "I", "", "1 mg/kg", "4 wk"],
        ],
    ),
    (
        "en_groups",
        (
            "Author (year)        n      Route             Outcome\n"
            "Randomised trials\n"
            "Haddad (2012)        40     Intravenous       LVEF increased\n"
            "Moreau (2015)        18     Intracoronary     No difference\n"
            "Case series\n"
            "Pihl (2009)          5      Intramyocardial   NYHA class improved\n"
        ),
        [
            ["Author (year)", "n", "Route", "Outcome"],
            ["Randomised trials", "", "", ""],
            ["Haddad (2012)", "40", "Intravenous", "LVEF increased"],
            ["Moreau (2015)", "18", "Intracoronary", "No difference"],
            ["Case series", "", "", ""],
            ["Pihl (2009)", "5", "Intramyocardial", "NYHA class improved"],
        ],
    ),
    (
        "zh_group_col",
        (
            "疾病        研究            例数    方案                    疗效\n"
            "哮喘        蒙等(2011)      60      布地奈德 200 μg，      FEV1 升高\n"
            "                                    每日2次\n"
            "            祁等(2015)      44      奥马珠单抗              急性发作减少\n"
            "COPD        凌等(2018)      102     噻托溴铵 18 μg         无差异\n"
        ),
        [
            ["疾病", "研究", "例数", "方案", "疗效"],
            ["哮喘", "蒙等(2011)", "60", "布地奈德 200 μg，每日2次", "FEV1 升高"],
            ["", "祁等(2015)", "44", "奥马珠单抗", "急性发作减少"],
            ["COPD", "凌等(2018)", "102", "噻托溴铵 18 μg", "无差异"],
        ],
    ),
    (
        "en_singlegap",
        (
            "Author            Patients    Treatment       Route          Follow-up\n"
            "Ferreira (2010)   12 (7/5)    Adipose cells   Intraarticular 6 mo\n"
            "Ito (2013)        104 (60/44) Chondrocytes    Arthroscopic   24 mo\n"
            "Vandenberg (2016) 30 (/)      Platelet plasma Intraarticular 12 mo\n"
        ),
        [
            ["Author", "Patients", "Treatment", "Route", "Follow-up"],
            ["Ferreira (2010)", "12 (7/5)", "Adipose cells", "Intraarticular", "6 mo"],
            ["Ito (2013)", "104 (60/44)", "Chondrocytes", "Arthroscopic", "24 mo"],
            ["Vandenberg (2016)", "30 (/)", "Platelet plasma", "Intraarticular", "12 mo"],
        ],
    ),
    (
        "en_noheader2",
        (
            "Paragraph above that ends here.\n"
            "\n"
            "Wilson's cohort      35      improved        none\n"
            "Second cohort        12      unchanged       nausea\n"
            "Third cohort         7       worse           rash\n"
        ),
        [
            ["Wilson's cohort", "35", "improved", "none"],
            ["Second cohort", "12", "unchanged", "nausea"],
            ["Third cohort", "7", "worse", "rash"],
        ],
    ),
    (
        "trad",
        (
            "表二　免疫療法治療黑色素瘤\n"
            "研究              設計          例數      藥物              緩解率\n"
            "歐陽等(2016)      隨機對照      120       納武單抗          40%\n"
            "司徒等(2018)      單臂           33       帕博利珠單抗      27.3%\n"
            "端木等(2020)      回顧性         58       伊匹木單抗        10%\n"
        ),
        [
            ["研究", "設計", "例數", "藥物", "緩解率"],
            ["歐陽等(2016)", "隨機對照", "120", "納武單抗", "40%"],
            ["司徒等(2018)", "單臂", "33", "帕博利珠單抗", "27.3%"],
            ["端木等(2020)", "回顧性", "58", "伊匹木單抗", "10%"],
        ],
    ),
    (
        "twoline_header",
        (
            "                     No. of       Mean age     Cell dose      Time to\n"
            "Study                patients     (years)      (×10^6/kg)     engraftment (d)\n"
            "Brandt 2008          15           34.2         2.5            11\n"
            "Sokolov 2012         48           41.0         4.1            13\n"
            "Amari 2019           7            29.8         3.3            10\n"
        ),
        [
            ["Study", "No. of patients", "Mean age (years)", "Cell dose (×10^6/kg)", "Time to engraftment (d)"],
            ["Brandt 2008", "15", "34.2", "2.5", "11"],
            ["Sokolov 2012", "48", "41.0", "4.1", "13"],
            ["Amari 2019", "7", "29.8", "3.3", "10"],
        ],
    ),
]

PROSE = [
    (
        "twocol_prose",
        (
            "The first trials of these cells were     in the second group. No patient had a\n"
            "small and had no controls, so that       fever, and one had pain at the site of\n"
            "little could be said of their worth.     injection. The authors concluded that\n"
            "Later ones were larger, and one of       the treatment was safe but that its\n"
            "them was blinded. It found no change     effect was small and short, and they\n"
            "at six months but some at a year.        asked for a larger trial.\n"
        ),
    ),
    (
        "list",
        (
            "We looked for trials in which\n"
            "   1.  patients were adults;\n"
            "   2.  cells were given once;\n"
            "   3.  follow-up was a year;\n"
            "   4.  outcomes were scored blind.\n"
            "After that we counted them.\n"
        ),
    ),
    (
        "just",
        (
            "The  authors of this   review looked  at  all trials that\n"
            "were  published  before the  year  2015 and  found twelve\n"
            "of them,   four in  Europe and eight   in Asia,  most  of\n"
            "which  had no control  group.  They  concluded that  more\n"
            "work  is  needed  before  the  treatment can  be  offered.\n"
        ),
    ),
    (
        "refs",
        (
            "References\n"
            "[1]  Adler P, Osei K. Cells for the knee. J Joint 2010;4:1-9.\n"
            "[2]  Brun T. Platelets again.  Orthop Lett 2012;7:33-41.\n"
            "[3]  Chen Q, Dube R. One more trial. Ann Cartil 2014;1:5-8.\n"
            "[4]  Dietz M. A review of reviews. Knee Rev 2015;2:90-99.\n"
        ),
    ),
    (
        "zhprose",
        (
            "　　第一段讲述疾病的流行情况，患者约有十万人。\n"
            "　　第二段讲述治疗方法，包括药物和手术两类。\n"
            "　　第三段讲述细胞治疗的结果，随访一年。\n"
            "　　第四段是小结，仍需更多研究。\n"
        ),
    ),
    (
        "dialog",
        (
            "Aim:      to see whether the cells are safe in adults with arthritis of the knee who had failed drugs.\n"
            "Methods:  we searched three databases for controlled trials, and two of us read each one of the papers.\n"
            "Results:  twelve trials with 400 patients were found, and pain fell in most of them at six months.\n"
            "Summary:  the cells look safe, but whether they work is not known, since no trial was blinded.\n"
        ),
    ),
    (
        "hang",
        (
            " -  cells from bone marrow, which are the\n"
            "    oldest kind and were used first\n"
            " -  cells from fat, which are easy to get\n"
            "    in large numbers\n"
            " -  cells from the cord\n"
        ),
    ),
]


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_columns_of_spaces_keep_their_cells(raw: str, expected: list[list[str]]) -> None:
    assert [grid(block) for block in tables(raw)] == [expected]


@pytest.mark.parametrize("raw", [case[1] for case in TABLES], ids=[case[0] for case in TABLES])
def test_each_character_of_a_cell_stands_at_its_place(raw: str) -> None:
    for cell in (cell for block in tables(raw) for cell in block.cells):
        for char, start, end in zip(cell.text.text, cell.text.starts, cell.text.ends, strict=True):
            assert raw[start:end] == char or (char == " " and start == end)


@pytest.mark.parametrize("raw", [case[1] for case in PROSE], ids=[case[0] for case in PROSE])
def test_prose_and_lists_with_wide_gaps_are_no_tables(raw: str) -> None:
    assert tables(raw) == []

"""Invented street names in the Welsh and English of a valley town."""

from random import Random

OLD = (
    "Bethania Ebeneser Seion Horeb Saron Moriah Hebron Carmel Tabor Peniel Nebo Salem "
    "Brynhelwyn Pwllhelwyn Gwernhelwyn Llysderi Cefnhelyg Pantyrwydd Trefeillion Rhosderwen "
    "Gelliwern Maesderi Craigllus Nantgwial Bodfeillion Llwynhesg Caerhelyg Tyllus Brynhesg"
)
PEOPLE = (
    "Gwladus Ifor Tegwen Morfudd Gethin Idwal Lleucu Rhydderch Angharad Owain Myfanwy Hywel "
    "Tudful Maelgwn Nest Cadwgan Elidir Gwenllian Brychan Tangwystl"
)
ENGLISH = (
    "Colliery Ironfounder Engine Tramroad Incline Winding Lampmen Haulier Drift Overman Puddler "
    "Furnace Foundry Sinker Banksman Checkweigher Fitter Farrier Chain Anvil Cinder Bellows"
)
NATURE = (
    "Rhedyn Grug Bedw Criafol Ysgaw Llarwydd Eithin Hesg Mafon Briallu Gwiwer Ehedydd Cudyll "
    "Dryw Gwennol Bronfraith Dylluan Mwyalch Crychydd Barcud Carlwm Draenog Ysgyfarnog Dyfrgi "
    "Glöyn Clychau Llygad Meillion Cerddin Gwyddfid"
)
ROADS = {
    "terrace": (("Teras", OLD), ("Stryd", PEOPLE), ("Rhes", OLD), ("Heol", OLD)),
    "english": (("Street", ENGLISH), ("Row", ENGLISH), ("Terrace", PEOPLE), ("Road", ENGLISH)),
    "hill": (("Rhiw", OLD), ("Tyle", PEOPLE), ("Allt", NATURE), ("Tyle", OLD)),
    "estate": tuple(
        (road, NATURE)
        for road in (
            "Clos",
            "Maes",
            "Llys",
            "Cae",
            "Gerddi",
            "Cilgant",
            "Lôn",
            "Dôl",
            "Erw",
            "Parc",
            "Twyn",
        )
    ),
    "drive": (("Ffordd", NATURE), ("Rhodfa", NATURE), ("Coedlan", NATURE)),
}


class Names:
    """Street names of several kinds, none of them given twice."""

    def __init__(self) -> None:
        self._pools = {kind: _pool(kind) for kind in ROADS}

    def take(self, kind: str) -> str:
        """The next unused name of a kind: terrace, english, hill, estate or drive."""
        return self._pools[kind].pop()


def _pool(kind: str) -> list[str]:
    english = kind == "english"
    pool = sorted(
        {
            f"{own} {road}" if english else f"{road} {own}"
            for road, stems in ROADS[kind]
            for own in stems.split()
        }
    )
    rng = Random("names " + kind)  # noqa: S311 - a drawing, not a secret
    return sorted(pool, key=lambda _name: rng.random())
